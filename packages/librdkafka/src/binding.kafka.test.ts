import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Admin } from './admin.js'
import type { KafkaError } from './kafka-error.js'
import { ConsumerDriver } from './test-drivers/consumer-driver.js'
import { ProducerDriver } from './test-drivers/producer-driver.js'

interface TestBroker {
  readonly bootstrapServers: string
  readonly stop: () => Promise<void>
}

// By a name the compiler does not follow: the testkit is built on this package.
const testkit = '@samsa/testkit'
const startBroker = async (): Promise<TestBroker> => ((await import(testkit)) as { startBroker: () => Promise<TestBroker> }).startBroker()

const run = `binding-${process.pid}-${Date.now()}`
let broker: TestBroker
let admin: Admin
let names = 0
let drivers: { readonly destroy: () => Promise<void> }[]

beforeAll(async () => {
  broker = await startBroker()
  admin = new Admin({ 'bootstrap.servers': broker.bootstrapServers })
})

beforeEach(() => {
  drivers = []
})

afterEach(async () => {
  await Promise.all(drivers.map((driver) => driver.destroy()))
})

afterAll(async () => {
  await admin.destroy()
  await broker.stop()
})

const freshName = (): string => `${run}-${names++}`

async function createTopic(partitions: number, config: Record<string, string> = {}): Promise<string> {
  const topic = freshName()
  expect(await admin.createTopics([{ topic, partitions, replicationFactor: 1, config }])).toEqual([{ topic, error: null }])
  return topic
}

async function produce(topic: string, count: number, partitions: number): Promise<void> {
  const driver = new ProducerDriver({ 'bootstrap.servers': broker.bootstrapServers })
  await driver.send(Array.from({ length: count }, (_, index) => ({ topic, partition: index % partitions, value: `${index}` })))
  await driver.destroy()
}

const protocols = [
  ['group.protocol=consumer', { 'group.protocol': 'consumer', 'session.timeout.ms': undefined, 'heartbeat.interval.ms': undefined }],
  ['cooperative-sticky', { 'partition.assignment.strategy': 'cooperative-sticky', 'session.timeout.ms': 6000 }],
  ['range', { 'partition.assignment.strategy': 'range', 'session.timeout.ms': 6000 }],
] as const

describe.each(protocols)('a group with %s', (_, settings) => {
  const member = (group: string, topic: string): ConsumerDriver => {
    const driver = new ConsumerDriver({
      'bootstrap.servers': broker.bootstrapServers,
      'group.id': group,
      'enable.partition.eof': true,
      ...settings,
    })
    drivers.push(driver)
    driver.consumer.subscribe([topic])
    return driver
  }

  it('delivers, commits, and goes on behind the commit', async () => {
    const [topic, group] = [await createTopic(4), freshName()]
    await produce(topic, 1000, 4)
    const first = member(group, topic)
    await first.until(() => first.records.length === 1000)
    const positions = first.consumer.position([0, 1, 2, 3].map((partition) => ({ topic, partition })))
    expect(positions.map(({ offset }) => offset)).toEqual([250, 250, 250, 250])
    await first.consumer.commit(positions)
    await first.close()
    await produce(topic, 40, 4)
    const second = member(group, topic)
    await second.until(() => second.records.length >= 40)
    expect(second.records.every(({ offset }) => offset >= 250)).toBe(true)
    expect((await admin.listGroupOffsets(group, null)).map(({ offset }) => offset)).toEqual([250, 250, 250, 250])
    await second.close()
  })

  // Without commits an eager rebalance delivers again: what counts is who saw which record.
  it('shares partitions with members that come and go, nothing lost', async () => {
    const [topic, group] = [await createTopic(4), freshName()]
    const first = member(group, topic)
    // librdkafka 2.15.1 may go on fetching a partition that is given up while its offset reset is still on the way: explicit offsets have no reset
    await first.until(() => first.of('eof').length >= 4)
    const second = member(group, topic)
    const assigned = (): number[] => [first, second].map(({ consumer }) => consumer.assignment().length)
    await second.until(() => assigned().every((count) => count === 2))
    await produce(topic, 400, 4)
    const seenBy = ({ records }: ConsumerDriver): number => new Set(records.map(({ value }) => value)).size
    await first.until(() => seenBy(first) + seenBy(second) >= 400)
    expect([seenBy(first), seenBy(second)]).toEqual([200, 200])
    await second.close()
    await first.until(() => first.consumer.assignment().length === 4)
    expect([...first.of('consumer-error'), ...second.of('consumer-error')]).toEqual([])
    await first.close()
  })

  it('closes at any moment of joining', async () => {
    const [topic, group] = [await createTopic(2), freshName()]
    for (let round = 0; round < 10; round++) {
      const driver = member(group, topic)
      if (round % 2 === 0) await driver.until(() => driver.of('assign').length > 0)
      await driver.close()
      expect(driver.of('closed')).toHaveLength(1)
    }
  })
})

describe('Admin on a real Kafka', () => {
  it('creates, describes, extends and deletes topics; errors belong to single items', async () => {
    const topic = await createTopic(2, { 'retention.ms': '60000' })
    const [again] = await admin.createTopics([{ topic, partitions: 1, replicationFactor: 1 }])
    expect(again!.error).toMatchObject({ name: 'TOPIC_ALREADY_EXISTS' })
    const dry = freshName()
    await admin.createTopics([{ topic: dry, partitions: 1, replicationFactor: 1 }], { validateOnly: true })
    expect((await admin.metadata([dry])).topics[0]!.errno).toBe(3)
    expect(await admin.createPartitions([{ topic, totalPartitions: 3 }])).toEqual([{ topic, error: null }])
    expect((await admin.metadata([topic])).topics[0]!.partitions).toHaveLength(3)
    expect(await admin.deleteTopics([topic])).toEqual([{ topic, error: null }])
  })

  it('lists offsets by place and time, and deletes records', async () => {
    const topic = await createTopic(1)
    const driver = new ProducerDriver({ 'bootstrap.servers': broker.bootstrapServers })
    const at = 1_700_000_000_000
    await driver.send([0, 1000, 2000].map((ms) => ({ topic, partition: 0, value: 'v', timestamp: at + ms })))
    await driver.destroy()
    const offsetAt = async (place: 'earliest' | 'latest' | 'max-timestamp' | number): Promise<number> =>
      (await admin.listOffsets([{ topic, partition: 0, at: place }]))[0]!.offset
    expect(await Promise.all([offsetAt('earliest'), offsetAt('latest'), offsetAt('max-timestamp')])).toEqual([0, 3, 2])
    expect(await Promise.all([offsetAt(at + 500), offsetAt(at + 5000)])).toEqual([1, -1])
    const [deleted] = await admin.deleteRecords([{ topic, partition: 0, offset: 2 }])
    expect(deleted).toMatchObject({ topic, partition: 0, offset: 2, errno: 0 })
    expect(await offsetAt('earliest')).toBe(2)
  })

  it('reads and changes settings of topics and groups', async () => {
    const topic = await createTopic(1)
    const [outcome] = await admin.alterConfigs([
      { type: 'topic', name: topic, entries: [{ name: 'retention.ms', operation: 'set', value: '12345' }] },
    ])
    expect(outcome).toEqual({ type: 'topic', name: topic, error: null })
    // a broker hears of it from the controller, after the answer
    const retention = async () =>
      (await admin.describeConfigs([{ type: 'topic', name: topic }]))[0]!.entries.find(({ name }) => name === 'retention.ms')
    while ((await retention())?.isDefault) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await retention()).toMatchObject({ value: '12345', isDefault: false, source: 1 })
    const [wrong] = await admin.alterConfigs([
      { type: 'group', name: freshName(), entries: [{ name: 'no.such', operation: 'set', value: '1' }] },
    ])
    expect(wrong!.error).toMatchObject({ name: 'INVALID_CONFIG' })
  })

  it('lists, describes and deletes groups, and sets their offsets', async () => {
    const [topic, group] = [await createTopic(1), freshName()]
    expect(await admin.alterGroupOffsets(group, [{ topic, partition: 0, offset: 7, metadata: 'set' }])).toEqual([
      expect.objectContaining({ topic, partition: 0, offset: 7, errno: 0 }),
    ])
    expect(await admin.listGroupOffsets(group, [{ topic, partition: 0 }])).toEqual([
      expect.objectContaining({ offset: 7, metadata: 'set' }),
    ])
    const driver = new ConsumerDriver({ 'bootstrap.servers': broker.bootstrapServers, 'group.id': group, 'session.timeout.ms': 6000 })
    drivers.push(driver)
    driver.consumer.subscribe([topic])
    await driver.until(() => driver.of('assign').length > 0)
    const [described] = await admin.describeGroups([group])
    expect(described).toMatchObject({ groupId: group, error: null, type: 'Classic', assignor: 'range' })
    expect(described!.members.map(({ assignment }) => assignment)).toEqual([[{ topic, partition: 0 }]])
    expect((await admin.listGroups()).groups.map(({ groupId }) => groupId)).toContain(group)
    expect((await admin.deleteGroups([group]))[0]!.error).toMatchObject({ name: 'NON_EMPTY_GROUP' })
    await driver.close()
    expect(await admin.deleteGroups([group])).toEqual([{ groupId: group, error: null }])
  })
})

/** A broker that has just started loads its coordinators first: the same call again. */
async function initTransactions({ producer }: ProducerDriver): Promise<void> {
  for (;;) {
    const error = await producer.initTransactions(30_000).catch((caught: unknown) => caught as KafkaError)
    if (error === undefined) return
    if (!error.retriable) throw error
  }
}

describe('transactions on a real Kafka', () => {
  it('are seen when committed, not when aborted; offsets go with them', async () => {
    const [topic, group] = [await createTopic(1), freshName()]
    const producer = new ProducerDriver({ 'bootstrap.servers': broker.bootstrapServers, 'transactional.id': freshName() })
    const consumer = new ConsumerDriver({ 'bootstrap.servers': broker.bootstrapServers, 'group.id': group, 'session.timeout.ms': 6000 })
    drivers.push(producer, consumer)
    consumer.consumer.subscribe([topic])
    await consumer.until(() => consumer.of('assign').length > 0)
    await initTransactions(producer)
    for (const value of ['aborted', 'committed']) {
      await producer.producer.beginTransaction()
      await producer.send([{ topic, partition: 0, value }])
      await producer.producer.sendOffsets([{ topic, partition: 0, offset: 3 }], consumer.consumer.groupMetadata(), 30_000)
      if (value === 'aborted') await producer.producer.abortTransaction(30_000)
      else await producer.producer.commitTransaction(30_000)
    }
    await consumer.until(() => consumer.records.length > 0)
    expect(consumer.records.map(({ value }) => value)).toEqual(['committed'])
    expect(await admin.listGroupOffsets(group, [{ topic, partition: 0 }], { requireStable: true })).toEqual([
      expect.objectContaining({ offset: 3 }),
    ])
  })
})
