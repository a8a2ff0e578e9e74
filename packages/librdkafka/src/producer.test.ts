import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { Errno } from './errno.js'
import { MockCluster } from './mock-cluster.js'
import { ProducerDriver } from './test-drivers/producer-driver.js'
import type { SentRecord } from './test-drivers/producer-driver.js'

jest.setTimeout(60_000)

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('Producer', () => {
  let mock: MockCluster
  let drivers: ProducerDriver[]

  beforeEach(() => {
    mock = new MockCluster()
    mock.createTopic('orders', 4)
    drivers = []
  })

  afterEach(async () => {
    await Promise.all(drivers.map((driver) => driver.destroy()))
    mock.destroy()
  })

  const open = (settings = {}): ProducerDriver => {
    const driver = new ProducerDriver({ 'bootstrap.servers': mock.bootstrapServers, ...settings })
    drivers.push(driver)
    return driver
  }

  const records = (count: number): SentRecord[] =>
    Array.from({ length: count }, (_, index) => ({ topic: 'orders', partition: 0, value: `${index}` }))

  it('reports each record with its id, partition and offset, in order', async () => {
    const driver = open()
    await driver.send(records(2500))
    expect(driver.deliveries).toEqual(Array.from({ length: 2500 }, (_, id) => ({ id, errno: 0, partition: 0, offset: id })))
    expect(driver.producer.outstanding()).toBe(0)
  })

  it('gives ids back as unsigned numbers', async () => {
    const driver = open()
    const batch = driver.batchOf(records(1))
    batch.rows[7] = -2
    driver.producer.produce(batch)
    await driver.until(() => driver.deliveries.length === 1)
    expect(driver.deliveries[0]!.id).toBe(4_294_967_294)
  })

  it('keeps the index of a topic', () => {
    const { producer } = open()
    expect([producer.topic('a'), producer.topic('b'), producer.topic('a')]).toEqual([0, 1, 0])
  })

  it('stops at a full queue and goes on later, nothing lost and nothing out of order', async () => {
    const driver = open({ 'queue.buffering.max.messages': 100, 'linger.ms': 0 })
    const batch = driver.batchOf(records(1000))
    const first = driver.producer.produce(batch)
    expect(first).toBe(100)
    expect(batch.errors[first]).toBe(Errno._QUEUE_FULL)
    for (let done = first; done < 1000;) {
      const { length } = driver.deliveries
      const taken = driver.producer.produce(batch, done)
      done += taken
      if (done < 1000) await driver.until(() => driver.deliveries.length > length)
    }
    await driver.until(() => driver.deliveries.length === 1000)
    expect(driver.deliveries.every(({ id, errno, offset }) => errno === 0 && offset === id)).toBe(true)
    expect(batch.errors.every((errno) => errno === 0)).toBe(true)
  })

  it('refuses one record and takes the next', async () => {
    const driver = open({ 'message.max.bytes': 1000 })
    const batch = driver.batchOf([
      { topic: 'orders', value: 'x'.repeat(2000) },
      { topic: 'orders', value: 'y' },
    ])
    expect(driver.producer.produce(batch)).toBe(2)
    expect([...batch.errors]).toEqual([Errno.MSG_SIZE_TOO_LARGE, 0])
    await driver.until(() => driver.deliveries.length === 1)
  })

  it('refuses rows that lie outside of their bytes', () => {
    const { producer, batchOf } = { producer: open().producer, batchOf: (list: SentRecord[]) => drivers[0]!.batchOf(list) }
    const outside = batchOf([{ topic: 'orders', value: 'abc' }])
    outside.rows[4] = 4
    expect(() => producer.produce(outside)).toThrow(/outside of the slab/)
    const headers = batchOf([{ topic: 'orders', value: 'abc', headers: [['a', 'b']] }])
    headers.bytes.fill(0x7f, 3)
    expect(() => producer.produce(headers)).toThrow(/header entry outside/)
    const topic = batchOf([{ topic: 'orders', value: 'abc' }])
    topic.rows[0] = 99
    expect(() => producer.produce(topic)).toThrow(/no such topic index/)
    expect(() => producer.produce(topic, 0, 2)).toThrow(/fewer rows/)
  })

  it('gives up what waits: purge brings every record back', async () => {
    const driver = open({ 'linger.ms': 10_000 })
    driver.producer.produce(driver.batchOf(records(50)))
    expect(driver.producer.outstanding()).toBe(50)
    driver.producer.purge()
    await driver.until(() => driver.deliveries.length === 50)
    expect(new Set(driver.deliveries.map(({ errno }) => errno))).toEqual(new Set([Errno._PURGE_QUEUE]))
  })

  it('flushes, or says that it could not in time', async () => {
    const driver = open({ 'linger.ms': 5000 })
    driver.producer.produce(driver.batchOf(records(50)))
    await expect(driver.producer.flush(10_000)).resolves.toBeNull()
    expect(driver.deliveries).toHaveLength(50)
    mock.brokerDown(1)
    driver.producer.produce(driver.batchOf(records(1)))
    await expect(driver.producer.flush(300)).resolves.toMatchObject({ name: '_TIMED_OUT' })
  })

  it('fails a record when no broker answers in time', async () => {
    const driver = open({ 'bootstrap.servers': `127.0.0.1:${await closedPort()}`, 'message.timeout.ms': 300 })
    driver.producer.produce(driver.batchOf(records(3)))
    await driver.until(() => driver.deliveries.length === 3)
    expect(driver.deliveries.every(({ errno }) => errno === Errno._MSG_TIMED_OUT)).toBe(true)
  })

  // Errors queued before the event callback is set give no event, and then no later one does: a forced first wake takes them.
  it('hears of a closed port every time', async () => {
    const port = await closedPort()
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const driver = open({ 'bootstrap.servers': `127.0.0.1:${port}`, 'message.timeout.ms': 200 })
        driver.producer.produce(driver.batchOf(records(1)))
        await driver.until(() => driver.deliveries.length === 1 && driver.events.some(({ type }) => type === 'error'))
      }),
    )
  })

  it('tells logs and statistics', async () => {
    const driver = open({ 'statistics.interval.ms': 50, 'debug': 'broker' })
    await driver.until(() => driver.events.some(({ type }) => type === 'stats') && driver.events.some(({ type }) => type === 'log'))
    const stats = driver.events.find((event) => event.type === 'stats')
    expect(JSON.parse(stats!.type === 'stats' ? stats!.json : '')).toMatchObject({ type: 'producer' })
  })

  it('asks for a token, and takes it', async () => {
    const driver = open({ 'security.protocol': 'sasl_plaintext', 'sasl.mechanism': 'OAUTHBEARER', 'sasl.oauthbearer.config': 'scope=a' })
    await driver.until(() => driver.events.some(({ type }) => type === 'oauth-refresh'))
    expect(driver.events.find(({ type }) => type === 'oauth-refresh')).toEqual({ type: 'oauth-refresh', config: 'scope=a' })
    driver.producer.setOauthFailure('no token today')
    driver.producer.setOauthToken({ value: 'token', expiresAtMs: Date.now() + 60_000, principal: 'me', extensions: { traceId: '1' } })
    expect(() => driver.producer.setOauthToken({ value: 'token', expiresAtMs: 1, principal: 'me' })).toThrow(/expir|lifetime|past/i)
  })

  it('names the setting that cannot be', () => {
    expect(() => open({ 'enable.idempotence': true, 'acks': 1 })).toThrow(
      expect.objectContaining({ name: 'ConfigError', property: 'acks' }),
    )
  })
})
