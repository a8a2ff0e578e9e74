import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { systemClock, type AdminPort } from '@samsa/contracts'
import { GroupConsumer, LogicalOffset, Producer } from '@samsa/librdkafka'
import { startBroker, type Broker } from '@samsa/testkit'
import { createAdmin } from './create-admin.js'

let broker: Broker
let admin: AdminPort
const run = `admin-${process.pid}-${Date.now()}`
let names = 0
const freshName = (): string => `${run}-${names++}`

beforeAll(async () => {
  broker = await startBroker()
  admin = createAdmin({
    kafka: { 'bootstrap.servers': broker.bootstrapServers, 'acks': 1, 'fetch.wait.max.ms': 10 },
    clientId: 'admin-test',
    clock: systemClock,
  })
})

afterAll(async () => {
  await admin.close()
  await broker.stop()
})

const newTopic = (name: string, partitions: number | null = 2, configs = {}) => ({ name, partitions, replicationFactor: 1, configs })

async function created(partitions = 2): Promise<string> {
  const name = freshName()
  await admin.createTopics([newTopic(name, partitions)])
  return name
}

/** Writes `count` records of one byte to a partition. */
async function fill(topic: string, partition: number, count: number): Promise<void> {
  let wake: () => void = () => undefined
  const producer = new Producer({ 'bootstrap.servers': broker.bootstrapServers }, () => wake())
  const rows = new Int32Array(count * 8)
  const index = producer.topic(topic)
  for (let row = 0; row < count; row++) rows.set([index, partition, row, -1, 1, 0, 0, row], row * 8)
  const batch = { bytes: Buffer.alloc(count, 'x'), rows, timestamps: new Float64Array(count), errors: new Int32Array(count) }
  expect(producer.produce(batch)).toBe(count)
  for (let delivered = 0; delivered < count;) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    for (let answers = producer.deliveries(1000); answers !== null; answers = producer.deliveries(1000)) delivered += answers.length / 4
    if (delivered < count) await woken
  }
  await producer.destroy()
}

describe('topics', () => {
  it('are created once, described, and null where they do not exist, which does not create them', async () => {
    const [first, second, missing] = [freshName(), freshName(), freshName()]
    expect(await admin.createTopics([newTopic(first!, 3, { 'retention.ms': '1234567' })])).toEqual([first])
    expect(await admin.createTopics([newTopic(first!), newTopic(second!, null)])).toEqual([second])
    const described = await admin.describeTopics([first!, missing!, second!, first!])
    expect(described[0]).toMatchObject({
      name: first,
      partitions: [0, 1, 2].map((partition) => ({ partition, leader: 1, replicas: [1], isr: [1] })),
    })
    expect(described[1]).toBeNull()
    expect(described[2]).toMatchObject({ name: second })
    expect(described[3]).toEqual(described[0])
    expect(await admin.describeTopics([missing!])).toEqual([null])
    expect(await admin.describeTopics([])).toEqual([])
  })

  it('say what is wrong with them, all at once', async () => {
    await expect(admin.createTopics([newTopic('not a name'), { ...newTopic(freshName()), replicationFactor: 7 }])).rejects.toMatchObject({
      code: 'SAMSA_KAFKA',
      message: expect.stringMatching(
        /topic not a name cannot be created: .*letters, digits.*; topic .* cannot be created: .*INVALID_REPLICATION_FACTOR/,
      ),
      details: { failures: [{ kafka: 'TOPIC_EXCEPTION' }, { kafka: 'INVALID_REPLICATION_FACTOR' }] },
    })
    await expect(admin.createTopics([newTopic(freshName(), 1, { 'no.such.config': '1' })])).rejects.toMatchObject({
      details: { kafka: 'INVALID_CONFIG' },
    })
  })

  it('grow, and are deleted', async () => {
    const name = await created(1)
    await admin.addPartitions(name, 4)
    expect((await admin.describeTopics([name]))[0]!.partitions).toHaveLength(4)
    await expect(admin.addPartitions(name, 2)).rejects.toMatchObject({ message: expect.stringContaining('partitions can only be added') })
    await admin.deleteTopics([name])
    expect(await admin.describeTopics([name])).toEqual([null])
    await expect(admin.deleteTopics([name])).rejects.toMatchObject({ code: 'SAMSA_KAFKA', details: { kafka: 'UNKNOWN_TOPIC_OR_PART' } })
  })
})

describe('offsets', () => {
  it('bound the records of each partition, also after records were deleted', async () => {
    const name = await created(2)
    await fill(name, 1, 10)
    expect(await admin.bounds([name])).toEqual([
      { topic: name, partition: 0, low: 0, high: 0 },
      { topic: name, partition: 1, low: 0, high: 10 },
    ])
    await admin.deleteRecords([{ topic: name, partition: 1, beforeOffset: 4 }])
    expect((await admin.bounds([name]))[1]).toEqual({ topic: name, partition: 1, low: 4, high: 10 })
    await expect(admin.deleteRecords([{ topic: name, partition: 1, beforeOffset: 99 }])).rejects.toMatchObject({
      details: { kafka: 'OFFSET_OUT_OF_RANGE' },
    })
    await expect(admin.bounds([freshName()])).rejects.toMatchObject({ message: expect.stringContaining('create the topic') })
    expect(await admin.bounds([])).toEqual([])
  })

  it('of a group are set and read while nobody is in it', async () => {
    const name = await created(2)
    const group = freshName()
    expect(await admin.committedOffsets(group)).toEqual([])
    await admin.setCommittedOffsets(group, [{ topic: name, partition: 1, offset: 7 }])
    expect(await admin.committedOffsets(group)).toEqual([{ topic: name, partition: 1, offset: 7 }])
    await expect(admin.setCommittedOffsets(group, [{ topic: name, partition: 1, offset: null }])).rejects.toMatchObject({
      code: 'SAMSA_OPTION_INVALID',
    })
  })

  it('of a group with members are not set', async () => {
    const name = await created(1)
    const group = freshName()
    await withMember(group, name, async () => {
      await expect(admin.setCommittedOffsets(group, [{ topic: name, partition: 0, offset: 0 }])).rejects.toMatchObject({
        code: 'SAMSA_KAFKA',
        message: expect.stringContaining('stop all members of the group first'),
      })
    })
  })
})

/** A config, once the broker that is asked has heard of the change. */
async function configOnce(
  kind: 'topic' | 'group',
  name: string,
  config: string,
  changed: (entry: { value: string | null; source: number }) => boolean,
) {
  for (;;) {
    const entry = (await admin.describeConfigs(kind, name))[config]
    if (entry !== undefined && changed(entry)) return entry
  }
}

describe('configs', () => {
  it('of a topic are read, set and taken back', async () => {
    const name = await created()
    await admin.alterConfigs('topic', name, { 'retention.ms': '86400000', 'cleanup.policy': 'compact' })
    expect(await configOnce('topic', name, 'retention.ms', ({ source }) => source === 1)).toEqual({ value: '86400000', source: 1 })
    await admin.alterConfigs('topic', name, { 'retention.ms': null })
    expect(await configOnce('topic', name, 'retention.ms', ({ source }) => source !== 1)).toMatchObject({ source: 5 })
    expect((await admin.describeConfigs('topic', name))['cleanup.policy']).toMatchObject({ value: 'compact' })
    await admin.alterConfigs('topic', name, {})
  })

  it('of a share group and of a broker are read and set', async () => {
    const group = freshName()
    await admin.alterConfigs('group', group, { 'share.auto.offset.reset': 'earliest' })
    expect(await configOnce('group', group, 'share.auto.offset.reset', ({ value }) => value === 'earliest')).toMatchObject({
      value: 'earliest',
    })
    expect((await admin.describeConfigs('broker', '1'))['log.retention.hours']).toMatchObject({ value: expect.any(String) })
  })

  it('that do not exist are refused', async () => {
    await expect(admin.describeConfigs('topic', freshName())).rejects.toMatchObject({ details: { kafka: 'UNKNOWN_TOPIC_OR_PART' } })
    await expect(admin.alterConfigs('topic', await created(), { 'no.such': '1' })).rejects.toMatchObject({
      details: { kafka: 'INVALID_CONFIG' },
    })
  })
})

/** Runs `act` while a group has one member with an assignment. */
async function withMember(group: string, topic: string, act: () => Promise<void>): Promise<void> {
  let onWake: () => void = () => undefined
  let assigned = false
  const serve = (): void => {
    for (let events = member.serve(); events !== null; events = member.serve())
      for (const event of events) {
        if (event.type === 'assign') {
          member.assign(event.list.map((item) => ({ ...item, offset: LogicalOffset.beginning })))
          assigned = true
        }
        if (event.type === 'revoke') member.unassign()
      }
    onWake()
  }
  const settings = {
    'bootstrap.servers': broker.bootstrapServers,
    'group.id': group,
    'partition.assignment.strategy': 'range',
    'enable.auto.commit': false,
  }
  const member = new GroupConsumer(settings, () => setImmediate(serve))
  member.subscribe([topic])
  while (!assigned)
    await new Promise<void>((resolve) => {
      onWake = resolve
    })
  await act()
  await member.destroy()
}
