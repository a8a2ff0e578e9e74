import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { Admin } from './admin.js'
import type { ConfigEntryChange } from './admin/configs.js'
import type { ClientSettings } from './client-settings.js'
import { Errno } from './errno.js'
import { AcknowledgeType } from './share-consumer.js'
import { ProducerDriver } from './test-drivers/producer-driver.js'
import { ShareDriver } from './test-drivers/share-driver.js'

jest.setTimeout(180_000)

interface TestBroker {
  readonly bootstrapServers: string
  readonly stop: () => Promise<void>
}

// By a name the compiler does not follow: the testkit is built on this package.
const testkit = '@samsa/testkit'
const startBroker = async (): Promise<TestBroker> => ((await import(testkit)) as { startBroker: () => Promise<TestBroker> }).startBroker()

const { accept, release, reject } = AcknowledgeType
const cycles = Number(process.env['SAMSA_SHARE_CYCLES'] ?? 50)
const run = `share-${process.pid}-${Date.now()}`
let broker: TestBroker
let admin: Admin
let producer: ProducerDriver
let names = 0
let drivers: ShareDriver[]

beforeAll(async () => {
  broker = await startBroker()
  admin = new Admin({ 'bootstrap.servers': broker.bootstrapServers })
  producer = new ProducerDriver({ 'bootstrap.servers': broker.bootstrapServers })
})

beforeEach(() => {
  drivers = []
})

afterEach(async () => {
  await Promise.all(drivers.map((driver) => driver.destroy()))
})

afterAll(async () => {
  await Promise.all([admin.destroy(), producer.destroy()])
  await broker.stop()
})

const freshName = (): string => `${run}-${names++}`

async function createTopic(partitions: number): Promise<string> {
  const topic = freshName()
  expect(await admin.createTopics([{ topic, partitions, replicationFactor: 1 }])).toEqual([{ topic, error: null }])
  return topic
}

async function alterGroup(group: string, entries: readonly ConfigEntryChange[]): Promise<void> {
  expect(await admin.alterConfigs([{ type: 'group', name: group, entries }])).toEqual([{ type: 'group', name: group, error: null }])
}

const set = (name: string, value: string): ConfigEntryChange => ({ name: `share.${name}`, operation: 'set', value })

/** A group that begins with the oldest record and gets its partitions soon. */
async function createGroup(...entries: readonly ConfigEntryChange[]): Promise<string> {
  const group = freshName()
  await alterGroup(group, [set('auto.offset.reset', 'earliest'), set('heartbeat.interval.ms', '500'), ...entries])
  return group
}

function member(group: string, settings: ClientSettings = {}): ShareDriver {
  const driver = new ShareDriver({ 'bootstrap.servers': broker.bootstrapServers, 'group.id': group, ...settings })
  drivers.push(driver)
  return driver
}

const send = (topic: string, count: number, partitions = 1): Promise<void> =>
  producer.send(Array.from({ length: count }, (_, index) => ({ topic, partition: index % partitions, value: `${index}` })))

/** A member with all records in hand. */
async function memberWith(group: string, topic: string, count: number): Promise<ShareDriver> {
  const driver = member(group)
  driver.answer = () => null
  driver.subscribe(topic)
  await driver.until(() => driver.inHand.length === count)
  return driver
}

function refusal(driver: ShareDriver): unknown {
  try {
    return driver.consumer.poll()
  } catch (error) {
    return error
  }
}

describe('a share group', () => {
  it('gets every record once, counted, with results; another member goes on behind it', async () => {
    const [topic, group] = [await createTopic(2), await createGroup()]
    await send(topic, 1000, 2)
    const first = member(group)
    first.subscribe(topic)
    await first.until(() => first.answered() === 1000)
    expect(new Set(first.records.map(({ value }) => value)).size).toBe(1000)
    expect(first.records.every(({ deliveryCount }) => deliveryCount === 1)).toBe(true)
    expect(first.consumer.memberEpoch()).toBeGreaterThan(0)
    await first.close()
    await send(topic, 10, 2)
    const second = member(group)
    second.subscribe(topic)
    await second.until(() => second.answered() === 10)
    expect(second.records).toHaveLength(10)
  })

  it('settles records one by one, over partitions and topics', async () => {
    const [topic, other, group] = [await createTopic(2), await createTopic(1), await createGroup()]
    await send(topic, 60, 2)
    await send(other, 30)
    const driver = member(group)
    driver.answer = ({ offset, deliveryCount }) => (deliveryCount > 1 ? accept : ([accept, release, reject] as const)[offset % 3]!)
    driver.subscribe(topic, other)
    await driver.until(() => driver.answered() === 120)
    const again = driver.records.filter(({ deliveryCount }) => deliveryCount === 2)
    expect(again).toHaveLength(30)
    expect(again.every(({ offset }) => offset % 3 === 1)).toBe(true)
    expect(driver.records).toHaveLength(120)
  })

  it('counts deliveries up to its limit', async () => {
    const [topic, group] = [await createTopic(1), await createGroup()]
    await send(topic, 5)
    const driver = member(group)
    driver.answer = () => release
    driver.subscribe(topic)
    await driver.until(() => driver.records.length === 25)
    await send(topic, 1)
    await driver.until(() => driver.records.at(-1)!.offset === 5)
    for (const offset of [0, 1, 2, 3, 4]) {
      expect(driver.records.filter((record) => record.offset === offset).map(({ deliveryCount }) => deliveryCount)).toEqual([1, 2, 3, 4, 5])
    }
  })

  it('commits in parts, refuses polls meanwhile and what was sent already', async () => {
    const [topic, group] = [await createTopic(1), await createGroup()]
    await send(topic, 10)
    const driver = await memberWith(group, topic, 10)
    const some = driver.records.filter(({ offset }) => [0, 1, 2, 5, 6, 9].includes(offset))
    expect(driver.acknowledge(some, accept)).toBe(0)
    driver.consumer.commit()
    await driver.until(() => driver.answered() === 6)
    expect(driver.results.map(({ from, to }) => [from, to])).toEqual([
      [0, 3],
      [5, 7],
      [9, 10],
    ])
    expect(refusal(driver)).toMatchObject({ name: '_STATE' })
    expect(driver.acknowledge(some, accept)).toBe(6)
    driver.acknowledge(driver.inHand, accept)
    driver.consumer.commit()
    await driver.until(() => driver.answered() === 10)
    expect(refusal(driver)).toBeNull()
  })

  it('takes records back when their locks run out; who comes too late hears of it', async () => {
    const [topic, group] = [await createTopic(1), await createGroup(set('record.lock.duration.ms', '1000'))]
    await send(topic, 5)
    const late = await memberWith(group, topic, 5)
    const other = await memberWith(group, topic, 5)
    expect(other.records.every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
    expect(late.acknowledge(late.records, accept)).toBe(0)
    late.consumer.commit()
    await late.until(() => late.results.length > 0)
    expect(late.results).toEqual([{ topic, partition: 0, errno: Errno.INVALID_RECORD_STATE, from: 0, to: 5 }])
  })

  it('pauses by leaving: what is in hand stays valid, what comes goes to others', async () => {
    const [topic, group] = [await createTopic(1), await createGroup()]
    await send(topic, 4)
    const driver = await memberWith(group, topic, 4)
    driver.consumer.unsubscribe()
    const other = member(group)
    other.subscribe(topic)
    await send(topic, 6)
    await other.until(() => other.answered() === 6)
    driver.acknowledge(driver.records, accept)
    driver.consumer.commit()
    await driver.until(() => driver.results.length > 0)
    expect(driver.answered()).toBe(4)
    await other.close()
    driver.answer = () => accept
    driver.subscribe(topic)
    await send(topic, 3)
    await driver.until(() => driver.answered() === 7)
    expect([...driver.records, ...other.records].every(({ deliveryCount }) => deliveryCount === 1)).toBe(true)
  })

  it.each(['close', 'destroy'] as const)('gets back what a member held that ended by %s', async (way) => {
    const [topic, group] = [await createTopic(1), await createGroup()]
    await send(topic, 10)
    const first = await memberWith(group, topic, 10)
    const next = member(group)
    next.subscribe(topic)
    first.acknowledge(first.records.slice(0, 4), accept)
    if (way === 'close') await first.close()
    else await first.consumer.destroy()
    // Who is destroyed leaves as well: what was acknowledged and not committed goes with it, but nobody hears the answer.
    const left = [4, 5, 6, 7, 8, 9]
    await next.until(() => next.answered() === left.length)
    expect(next.records.map(({ offset, deliveryCount }) => [offset, deliveryCount])).toEqual(left.map((offset) => [offset, 2]))
    if (way === 'close') expect(first.answered()).toBe(4)
  })

  it('a producer’s batch of 9000 records comes whole', async () => {
    const [topic, group] = [await createTopic(1), await createGroup()]
    const bulk = new ProducerDriver({ 'bootstrap.servers': broker.bootstrapServers, 'linger.ms': 1000, 'batch.num.messages': 9000 })
    await bulk.send(
      Array.from({ length: 9000 }, (_, index) => ({ topic, partition: 0, value: `value ${index}`, headers: [['n', `${index}`]] })),
    )
    await bulk.destroy()
    const driver = member(group, { 'max.poll.records': 500 })
    driver.subscribe(topic)
    await driver.until(() => driver.answered() === 9000)
    expect(driver.records.map(({ value, headers }) => `${value} ${headers[0]![1]}`)).toEqual(
      [...Array(9000).keys()].map((index) => `value ${index} ${index}`),
    )
    expect(driver.batches.some(({ length }) => length === 9000)).toBe(true)
    expect(driver.results).toEqual([{ topic, partition: 0, errno: 0, from: 0, to: 9000 }])
  })

  it('whose name another kind of group has is a fatal error', async () => {
    const [topic, group] = [await createTopic(1), freshName()]
    await admin.alterGroupOffsets(group, [{ topic, partition: 0, offset: 0 }])
    const driver = member(group)
    driver.subscribe(topic)
    await driver.until(() => driver.of('error').some(({ fatal }) => fatal))
    expect(driver.of('error').find(({ fatal }) => fatal)).toMatchObject({ name: 'GROUP_ID_NOT_FOUND' })
    await driver.close()
  })
})

describe('settings of a group', () => {
  it('are set, told with their source, and deleted', async () => {
    const group = freshName()
    const look = async (): Promise<unknown> => {
      const [described] = await admin.describeConfigs([{ type: 'group', name: group }])
      expect(described).toMatchObject({ type: 'group', name: group, error: null })
      const { value, source, isDefault } = described!.entries.find(({ name }) => name === 'share.record.lock.duration.ms')!
      return { value, source, isDefault }
    }
    const initial = await look()
    expect(initial).toMatchObject({ source: 5 })
    await alterGroup(group, [set('record.lock.duration.ms', '15000'), set('auto.offset.reset', 'by_duration:PT1H')])
    expect(await look()).toEqual({ value: '15000', source: 8, isDefault: false })
    await alterGroup(group, [{ name: 'share.record.lock.duration.ms', operation: 'delete' }])
    expect(await look()).toEqual(initial)
    const { consumer } = member(group)
    const [described] = await consumer.describeConfigs([{ type: 'group', name: group }])
    expect(described!.entries.find(({ name }) => name === 'share.auto.offset.reset')).toMatchObject({
      value: 'by_duration:PT1H',
      source: 8,
    })
  })

  it.each([
    ['no.such.setting', '1', /Unknown group config name: share\.no\.such\.setting/],
    ['heartbeat.interval.ms', '1', /share\.heartbeat\.interval\.ms must be /],
    ['auto.offset.reset', 'sometimes', /sometimes/],
  ])('%s = %s is refused with the words of the broker', async (name, value, text) => {
    const [outcome] = await admin.alterConfigs([{ type: 'group', name: freshName(), entries: [set(name, value)] }])
    expect(outcome!.error).toMatchObject({ name: 'INVALID_CONFIG', errno: Errno.INVALID_CONFIG })
    expect(outcome!.error!.message).toMatch(text)
  })
})

describe('opening and closing', () => {
  // Fixed seed: a phase is the same in every run.
  const phases = (seed: number): (() => number) => {
    let state = seed
    return () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state / 2_147_483_648
    }
  }

  it(`ends every time, in any phase (${cycles} times)`, async () => {
    const [topic, group] = [await createTopic(2), await createGroup()]
    // Assignments at once, where the version has this: the phases then meet them.
    await admin.alterConfigs([{ type: 'group', name: group, entries: [set('assignment.interval.ms', '0')] }])
    const random = phases(42)
    let slowestMs = 0
    for (let cycle = 0; cycle < cycles; cycle++) {
      const driver = member(group, { 'fetch.wait.max.ms': 100 })
      driver.answer = () => (random() < 0.5 ? null : accept)
      driver.subscribe(topic)
      // At once, some ms later (while it joins), or with records in hand.
      const phase = random()
      const endMs = performance.now() + random() * 60
      if (phase > 0.2) await driver.until(() => performance.now() > endMs)
      if (phase > 0.8) {
        await send(topic, 20, 2)
        await driver.until(() => driver.records.length > 0)
      }
      const began = performance.now()
      if (random() < 0.8) await driver.close()
      await driver.destroy()
      slowestMs = Math.max(slowestMs, performance.now() - began)
      drivers = []
    }
    expect(slowestMs).toBeLessThan(5000)
  })
})
