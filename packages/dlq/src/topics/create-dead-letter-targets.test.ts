import { describe, expect, it } from '@jest/globals'
import { SamsaError, type Clock } from '@samsa/contracts'
import { FakeTopics, noBroker, notAuthorized } from '../testing/fake-topics.js'
import { createDeadLetterTargets } from './create-dead-letter-targets.js'

let nowMs = 0
const clock: Clock = {
  now: () => nowMs,
  wall: () => 0,
  at: (_atMs, run) => {
    queueMicrotask(run)
    return () => undefined
  },
}
const set = (admin: FakeTopics) => createDeadLetterTargets({ admin: () => admin, clock })
const fromOrders = { source: 'orders', create: true }

describe('a target that exists', () => {
  it('is looked up once, also for many at a time', async () => {
    const admin = new FakeTopics({ 'dlq.orders': { partitions: 3 } })
    const targets = set(admin)
    const both = await Promise.all([targets.partitions('dlq.orders', fromOrders), targets.partitions('dlq.orders', fromOrders)])
    expect([...both, await targets.partitions('dlq.orders', fromOrders)]).toEqual([3, 3, 3])
    expect(admin.calls).toEqual(['describe dlq.orders'])
  })

  it('is looked up again when it was forgotten', async () => {
    const admin = new FakeTopics({ 'dlq.orders': { partitions: 3 } })
    const targets = set(admin)
    await targets.partitions('dlq.orders', fromOrders)
    admin.topics.set('dlq.orders', { partitions: 5 })
    targets.forget('dlq.orders')
    expect(await targets.partitions('dlq.orders', fromOrders)).toBe(5)
  })

  it('is looked up once more for many that forget it together', async () => {
    const admin = new FakeTopics({ 'dlq.orders': { partitions: 3 } })
    const targets = set(admin)
    await targets.partitions('dlq.orders', fromOrders)
    const write = async (): Promise<number> => {
      targets.forget('dlq.orders')
      return targets.partitions('dlq.orders', fromOrders)
    }
    expect(await Promise.all([write(), write(), write()])).toEqual([3, 3, 3])
    expect(admin.calls).toHaveLength(2)
  })

  it('is looked up again after a while: somebody may have deleted it', async () => {
    const admin = new FakeTopics({ 'orders': { partitions: 2 }, 'dlq.orders': { partitions: 3 } })
    const targets = set(admin)
    await targets.partitions('dlq.orders', fromOrders)
    admin.topics.delete('dlq.orders')
    nowMs += 4_999
    expect(await targets.partitions('dlq.orders', fromOrders)).toBe(3)
    nowMs += 1
    expect(await targets.partitions('dlq.orders', fromOrders)).toBe(2)
    expect(admin.created).toHaveLength(1)
  })

  it('needs no admin client before it is asked for', () => {
    const refuse = (): never => {
      throw new Error('too early')
    }
    expect(() => createDeadLetterTargets({ admin: refuse }).forget('dlq.orders')).not.toThrow()
  })
})

describe('a target that is missing', () => {
  it("is created with the source's partitions, and room for its largest records", async () => {
    const admin = new FakeTopics({ orders: { partitions: 6, configs: { 'max.message.bytes': '1048588' } } })
    expect(await set(admin).partitions('dlq.orders', fromOrders)).toBe(6)
    expect(admin.created).toEqual([
      { name: 'dlq.orders', partitions: 6, replicationFactor: 3, configs: { 'max.message.bytes': `${1_048_588 + 131_072}` } },
    ])
  })

  it('is created as the cluster does by default where nothing is known of the source', async () => {
    const hidden = new FakeTopics({ orders: { partitions: 6 } })
    hidden.refusals.set('describe orders', notAuthorized('topics cannot be described'))
    for (const admin of [hidden, new FakeTopics()]) {
      expect(await set(admin).partitions('dlq.orders', fromOrders)).toBe(1)
      expect(admin.created).toEqual([{ name: 'dlq.orders', partitions: null, replicationFactor: null, configs: {} }])
    }
  })

  it("is created where the source's configs cannot be read", async () => {
    const admin = new FakeTopics({ orders: { partitions: 6, configs: { 'max.message.bytes': '5' } } })
    admin.refusals.set('configs orders', notAuthorized('configs cannot be read'))
    expect(await set(admin).partitions('dlq.orders', fromOrders)).toBe(6)
    expect(admin.created[0]).toMatchObject({ configs: {} })
  })

  it('waits until it is seen where somebody else has created it', async () => {
    const admin = new FakeTopics({ orders: { partitions: 6 } })
    const create = admin.createTopics
    const raced = Object.assign(admin, {
      createTopics: async (topics: Parameters<typeof create>[0]) => {
        await create(topics)
        return []
      },
    })
    admin.unseenLooks = 3
    expect(await set(raced).partitions('dlq.orders', fromOrders)).toBe(6)
    raced.topics.delete('dlq.orders')
    await expect(set(Object.assign(raced, { createTopics: async () => [] })).partitions('dlq.orders', fromOrders)).rejects.toMatchObject({
      code: 'SAMSA_DEAD_LETTER_TOPIC',
      message: expect.stringContaining('although it was created'),
    })
  })

  it('is not created where it is not to be, and looked for again next time', async () => {
    const admin = new FakeTopics({ orders: { partitions: 6 } })
    const targets = set(admin)
    const asked = () => targets.partitions('dlq.orders', { source: 'orders', create: false })
    await expect(asked()).rejects.toMatchObject({
      code: 'SAMSA_DEAD_LETTER_TOPIC',
      message:
        'dead-letter topic dlq.orders does not exist, and is not to be created (create: false): create topic dlq.orders, or name another one (deadLetter)',
      details: { target: 'dlq.orders' },
    })
    admin.topics.set('dlq.orders', { partitions: 2 })
    expect(await asked()).toBe(2)
  })
})

describe('a target that cannot be had', () => {
  it('may not be described or created', async () => {
    for (const call of ['describe', 'create']) {
      const admin = new FakeTopics({ orders: { partitions: 6 } })
      const cause = notAuthorized(`topic dlq.orders cannot be ${call}d`)
      admin.refusals.set(`${call} dlq.orders`, cause)
      await expect(set(admin).partitions('dlq.orders', fromOrders)).rejects.toMatchObject({
        code: 'SAMSA_DEAD_LETTER_TOPIC',
        message: expect.stringContaining('kafka-acls'),
        cause,
      })
    }
  })

  it('is not known while no broker answers', async () => {
    const admin = new FakeTopics({ 'dlq.orders': { partitions: 3 } })
    const targets = set(admin)
    admin.refusals.set('describe dlq.orders', noBroker())
    await expect(targets.partitions('dlq.orders', fromOrders)).rejects.toMatchObject({ code: 'SAMSA_NO_BROKER' })
    admin.refusals.clear()
    expect(await targets.partitions('dlq.orders', fromOrders)).toBe(3)
    for (const call of ['describe', 'configs']) {
      const other = new FakeTopics({ orders: { partitions: 6 } })
      other.refusals.set(`${call} orders`, noBroker())
      await expect(set(other).partitions('dlq.orders', fromOrders)).rejects.toMatchObject({ code: 'SAMSA_NO_BROKER' })
      expect(other.created).toEqual([])
    }
  })

  it('fails with what opening the admin client throws', async () => {
    const cause = new SamsaError('SAMSA_KAFKA_SETTING', 'no such property')
    const targets = createDeadLetterTargets({
      admin: () => {
        throw cause
      },
    })
    await expect(targets.partitions('dlq.orders', fromOrders)).rejects.toMatchObject({ code: 'SAMSA_DEAD_LETTER_TOPIC', cause })
  })
})
