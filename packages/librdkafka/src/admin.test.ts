import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { Admin } from './admin.js'
import type { ClientEvent } from './client-event.js'
import { MockCluster } from './mock-cluster.js'

jest.setTimeout(60_000)

// What the mock cannot answer is tested on a real Kafka: admin.kafka.test.ts.
describe('Admin', () => {
  let mock: MockCluster
  let admin: Admin
  let events: ClientEvent[]

  beforeEach(() => {
    mock = new MockCluster(2)
    mock.createTopic('orders', 3, 2)
    events = []
    admin = new Admin({ 'bootstrap.servers': mock.bootstrapServers }, (event) => events.push(event))
  })

  afterEach(async () => {
    await admin.destroy()
    mock.destroy()
  })

  it('describes brokers and topics without creating any', async () => {
    const { brokers, topics, controllerId } = await admin.metadata(['orders', 'missing', 'orders'])
    expect(brokers.map(({ id, host }) => [id, host])).toEqual([
      [1, '127.0.0.1'],
      [2, '127.0.0.1'],
    ])
    expect(controllerId).toBe(1)
    expect(topics.map(({ topic, errno }) => [topic, errno])).toEqual([
      ['orders', 0],
      ['missing', 3],
    ])
    expect(topics[0]!.partitions.map(({ partition, replicas }) => [partition, replicas.length])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ])
    expect((await admin.metadata(null)).topics.map(({ topic }) => topic)).toEqual(['orders'])
    expect((await admin.metadata([])).topics).toEqual([])
  })

  it('lists offsets', async () => {
    const listed = await admin.listOffsets([{ topic: 'orders', partition: 2, at: 'latest' }], { isolation: 'read_committed' })
    expect(listed).toEqual([expect.objectContaining({ topic: 'orders', partition: 2, offset: 0, errno: 0 })])
    expect(await admin.listOffsets([])).toEqual([])
  })

  it('survives a coordinator that moves while it is asked for committed offsets, and while they are set', async () => {
    for (const errno of [15, 16]) {
      mock.pushRequestErrors(9, [errno])
      const listed = await admin.listGroupOffsets('billing', [{ topic: 'orders', partition: 0 }]).catch((error: unknown) => error)
      expect(listed).toMatchObject(Array.isArray(listed) ? [{ offset: -1001 }] : { errno })
      mock.pushRequestErrors(8, [errno])
      const set = await admin.alterGroupOffsets('billing', [{ topic: 'orders', partition: 0, offset: 5 }]).catch((error: unknown) => error)
      expect(set).toMatchObject(Array.isArray(set) ? [{ topic: 'orders' }] : { errno })
    }
  })

  it('rejects with the reason where the brokers cannot do it', async () => {
    const refused = admin.createTopics([{ topic: 'new', partitions: 1, replicationFactor: 1, config: { 'retention.ms': '1000' } }])
    await expect(refused).rejects.toMatchObject({ name: '_UNSUPPORTED_FEATURE' })
    const { errors } = await admin.listGroups()
    expect(errors.map(({ name }) => name)).toContain('_UNSUPPORTED_FEATURE')
  })

  it('rejects when no broker answers in time, and tells why in events', async () => {
    mock.brokerDown(1)
    mock.brokerDown(2)
    await expect(admin.metadata(null, { timeoutMs: 500 })).rejects.toMatchObject({ name: expect.stringMatching(/_TIMED_OUT|_TRANSPORT/) })
    expect(events.map(({ type }) => type)).toContain('error')
  })

  it('rejects what waits when it is destroyed', async () => {
    mock.setRtt(-1, 5000)
    const waiting = [admin.metadata(null), admin.listOffsets([{ topic: 'orders', partition: 0, at: 'latest' }])]
    const refused = waiting.map((promise) => expect(promise).rejects.toMatchObject({ name: '_DESTROY' }))
    await admin.destroy()
    await Promise.all(refused)
    await expect(admin.listGroups()).rejects.toMatchObject({ name: '_DESTROY' })
  })
})
