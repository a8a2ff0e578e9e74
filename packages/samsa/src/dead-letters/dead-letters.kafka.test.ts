import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createAdmin } from '@samsa/admin'
import {
  defaultDeadLetter,
  recordHeaders,
  SamsaError,
  systemClock,
  type AdminPort,
  type Clock,
  type ConsumerRecord,
  type DeadLetterPlan,
  type ProducerPort,
} from '@samsa/contracts'
import { createDeadLetterTargets, createDeadLetterWriter, prepareDeadLetterTopics, type DeadLetterJob, type RawRecord } from '@samsa/dlq'
import { createProducer } from '@samsa/producer'
import { startBroker, type Broker } from '@samsa/testkit'
import { readTopic, type LyingRecord } from '../testing/read-topic.js'

let broker: Broker
let admin: AdminPort
const producers: ProducerPort[] = []
const run = `dead-letters-${process.pid}-${Date.now()}`
let names = 0

beforeAll(async () => {
  broker = await startBroker()
  admin = createAdmin({ kafka: { 'bootstrap.servers': broker.bootstrapServers }, clientId: 'dead-letters', clock: systemClock })
})

afterAll(async () => {
  for (const producer of producers) await producer.close(systemClock.now() + 1_000)
  await admin.close()
  await broker.stop()
})

/** A source of its own for each test. */
async function source(partitions: number, configs: Readonly<Record<string, string>> = {}): Promise<string> {
  const name = `${run}-${names++}`
  await admin.createTopics([{ name, partitions, replicationFactor: 1, configs }])
  return name
}

/** A clock that can be put forward. */
let aheadMs = 0
const clock: Clock = {
  now: () => systemClock.now() + aheadMs,
  wall: systemClock.wall,
  at: (atMs, due) => systemClock.at(atMs - aheadMs, due),
}

function open(plan: Partial<DeadLetterPlan> = {}, kafka: Readonly<Record<string, string | number>> = {}) {
  const producer = createProducer({
    kafka: { 'bootstrap.servers': broker.bootstrapServers, ...kafka },
    cluster: 'default',
    clientId: 'dead-letters',
    observer: { trouble: () => undefined, libraryLog: () => undefined },
    clock: systemClock,
  })
  producers.push(producer)
  const origin = { cluster: 'default', group: 'billing', kind: 'consumer', worker: 'shop', version: '0.1.0' } as const
  const targets = createDeadLetterTargets({ admin: () => admin, clock })
  return createDeadLetterWriter({ plan: { ...defaultDeadLetter, ...plan }, hooks: null, producer, targets, origin, comesBack: () => false })
}

function job(topic: string, partition: number, offset: number, parts: Partial<RawRecord> = {}): DeadLetterJob {
  const raw: RawRecord = { key: Buffer.from('k'), value: Buffer.from(`${offset}`), headers: [], ...parts }
  const thrown = Object.assign(new TypeError('no card'), { stack: 's'.repeat(2_000) })
  const record: ConsumerRecord = {
    topic,
    partition,
    offset,
    timestamp: 1_600_000_000_000,
    id: `${topic}/${partition}/${offset}`,
    key: raw.key,
    value: raw.value,
    headers: recordHeaders(raw.headers),
    detach: () => record,
  }
  return {
    record,
    raw,
    failure: { cause: 'thrown', reason: 'no card', error: new SamsaError('SAMSA_HANDLER_FAILED', 'no card'), thrown, afterMs: null },
    attempt: 5,
    deliveryCount: null,
    firstFailedAtMs: 1_700_000_000_000,
    lastFailedAtMs: 1_700_000_001_000,
    topic: null,
  }
}

const read = (topic: string, partitions: number, count: number) => readTopic(broker.bootstrapServers, topic, partitions, count)
const text = ({ headers }: LyingRecord, name: string): string | undefined =>
  headers.findLast((header) => header[0] === name)?.[1]?.toString()
const partitionsOf = async (topic: string): Promise<number | undefined> => (await admin.describeTopics([topic]))[0]?.partitions.length
const maxBytesOf = async (topic: string) => (await admin.describeConfigs('topic', topic))['max.message.bytes']?.value

describe('dead letters on a real Kafka', () => {
  it('are byte for byte what came, with what is known of the failure', async () => {
    const topic = await source(1)
    const headers = [
      ['kind', Buffer.from([0xff, 0x00])],
      ['kind', null],
      ['empty', Buffer.alloc(0)],
    ] as const
    const startedMs = Date.now()
    await open().write(job(topic, 0, 7, { key: null, value: Buffer.from([0xc3, 0x28]), headers }))
    const [letter] = await read(`dlq.${topic}`, 1, 1)
    expect(letter).toMatchObject({ key: null, value: Buffer.from([0xc3, 0x28]) })
    expect(letter!.headers.slice(0, 3)).toEqual(headers)
    expect(letter!.headers.slice(3, 9).map(([name, value]) => [name, value!.toString()])).toEqual([
      ['__dlq.errors.topic', topic],
      ['__dlq.errors.partition', '0'],
      ['__dlq.errors.offset', '7'],
      ['__dlq.errors.group', 'billing'],
      ['__dlq.errors.delivery.count', '5'],
      ['__dlq.errors.message', 'no card'],
    ])
    expect(text(letter!, 'samsa.dlq.id')).toBe(`default/billing/${topic}/0/7@1600000000000`)
    expect(text(letter!, 'samsa.dlq.error.class')).toBe('TypeError')
    expect(text(letter!, 'samsa.dlq.timestamp')).toBe('1600000000000')
    // the record's own time may be older than the target keeps records
    expect(letter!.timestampMs).toBeGreaterThanOrEqual(startedMs)
  })

  it("create their topic with the source's partitions and room, and keep its order", async () => {
    const topic = await source(3, { 'max.message.bytes': '2000000' })
    const writer = open()
    for (let offset = 0; offset < 9; offset++) await writer.write(job(topic, offset % 3, offset))
    expect(await partitionsOf(`dlq.${topic}`)).toBe(3)
    expect(await maxBytesOf(`dlq.${topic}`)).toBe(`${2_000_000 + 131_072}`)
    const letters = await read(`dlq.${topic}`, 3, 9)
    for (const partition of [0, 1, 2]) {
      const values = letters.filter((letter) => letter.partition === partition).map(({ value }) => Number(value))
      expect(values).toEqual([partition, partition + 3, partition + 6])
    }
  })

  it('go to the partition of the same number, modulo those that there are', async () => {
    const [topic, target] = [await source(4), await source(3)]
    const writer = open({ topic: target, create: false })
    const written = await Promise.all([0, 1, 2, 3].map((partition) => writer.write(job(topic, partition, 1))))
    expect(written.map(({ partition }) => partition)).toEqual([0, 1, 2, 0])
    expect(written[3]).toMatchObject({ target, omitted: [] })
  })

  it('create their topic again when it was deleted a while ago', async () => {
    const topic = await source(2)
    const writer = open()
    await writer.write(job(topic, 1, 0))
    await admin.deleteTopics([`dlq.${topic}`])
    aheadMs += 60_000
    expect(await writer.write(job(topic, 1, 1))).toMatchObject({ target: `dlq.${topic}`, partition: 1, offset: 0 })
    expect(await partitionsOf(`dlq.${topic}`)).toBe(2)
    expect((await read(`dlq.${topic}`, 2, 1)).map(({ value }) => Number(value))).toEqual([1])
  })

  it('create their topic again when it was deleted just now', async () => {
    const topic = await source(2)
    // how long librdkafka waits for a topic that it has just seen
    const writer = open({}, { 'topic.metadata.propagation.max.ms': 1_000 })
    await writer.write(job(topic, 1, 0))
    await admin.deleteTopics([`dlq.${topic}`])
    const letters = await Promise.all([1, 2, 3].map((offset) => writer.write(job(topic, 1, offset))))
    expect(letters.map(({ partition }) => partition)).toEqual([1, 1, 1])
    expect(await partitionsOf(`dlq.${topic}`)).toBe(2)
    expect(await read(`dlq.${topic}`, 2, 3)).toHaveLength(3)
  })

  it('look again when somebody else created their topic with fewer partitions', async () => {
    const topic = await source(3)
    const writer = open()
    await writer.write(job(topic, 2, 0))
    await admin.deleteTopics([`dlq.${topic}`])
    await admin.createTopics([{ name: `dlq.${topic}`, partitions: 1, replicationFactor: 1, configs: {} }])
    expect(await writer.write(job(topic, 2, 1))).toMatchObject({ partition: 0 })
  })

  it('are not written where their topic is missing and not to be created', async () => {
    const topic = await source(1)
    await expect(open({ create: false }).write(job(topic, 0, 0))).rejects.toMatchObject({
      code: 'SAMSA_DEAD_LETTER_FAILED',
      details: { target: `dlq.${topic}` },
      cause: { code: 'SAMSA_DEAD_LETTER_TOPIC', message: expect.stringContaining(`create topic dlq.${topic}`) },
    })
    expect(await partitionsOf(`dlq.${topic}`)).toBeUndefined()
  })

  it('leave out what is too large for the topic', async () => {
    const topic = await source(1)
    const target = await source(1, { 'max.message.bytes': '4000' })
    const writer = open({ topic: target })
    const big = { headers: [['big', Buffer.alloc(4_000)]] } as const
    const written = [
      await writer.write(job(topic, 0, 0, { value: Buffer.alloc(2_000) })),
      await writer.write(job(topic, 0, 1, big)),
      await writer.write(job(topic, 0, 2, { ...big, value: Buffer.alloc(5_000) })),
      await writer.write(job(topic, 0, 3, { key: Buffer.alloc(5_000) })),
    ]
    expect(written.map(({ omitted }) => omitted)).toEqual([
      ['stack'],
      ['stack', 'headers'],
      ['stack', 'headers', 'value'],
      ['stack', 'value', 'key'],
    ])
    const letters = await read(target, 1, 4)
    expect(letters[1]).toMatchObject({ key: Buffer.from('k'), value: Buffer.from('1') })
    expect(letters[2]).toMatchObject({ key: Buffer.from('k'), value: null })
    expect(text(letters[2]!, 'samsa.dlq.omitted')).toBe('stack,headers,value')
    expect(text(letters[2]!, 'samsa.dlq.value.bytes')).toBe('5000')
    expect(text(letters[2]!, '__dlq.errors.offset')).toBe('2')
  })

  it('leave out what is too large for the producer', async () => {
    const topic = await source(1)
    const writer = open({}, { 'message.max.bytes': 20_000 })
    expect(await writer.write(job(topic, 0, 0, { value: Buffer.alloc(30_000) }))).toMatchObject({ omitted: ['stack', 'value'] })
  })

  it('leave out nothing where only their neighbours make them too large', async () => {
    const topic = await source(1)
    const target = await source(1, { 'max.message.bytes': '10000' })
    const writer = open({ topic: target }, { 'linger.ms': 50 })
    const written = await Promise.all(Array.from({ length: 20 }, (_, offset) => writer.write(job(topic, 0, offset))))
    expect(written.map(({ omitted }) => omitted)).toEqual(Array(20).fill([]))
    expect(await read(target, 1, 20)).toHaveLength(20)
  })
})

describe('preparing their topics', () => {
  it('creates those that are missing, and answers those that nobody creates', async () => {
    const [topic, other] = [await source(5), await source(2)]
    const problems = await prepareDeadLetterTopics(admin, [
      { route: 'one', sources: [topic], target: 'dlq.<topic>', create: true },
      { route: 'two', sources: [other], target: 'dlq.<topic>', create: false },
      { route: 'three', sources: [`${run}-nowhere`], target: 'dlq.<topic>', create: true },
    ])
    expect(problems).toMatchObject([{ route: 'two', target: `dlq.${other}`, code: 'SAMSA_DEAD_LETTER_TOPIC' }])
    expect(await partitionsOf(`dlq.${topic}`)).toBe(5)
    expect(await partitionsOf(`dlq.${run}-nowhere`)).toBeUndefined()
  })

  it('answers why Kafka refuses one', async () => {
    const topic = await source(1)
    await admin.createTopics([{ name: `dlq_${topic}`, partitions: 1, replicationFactor: 1, configs: {} }])
    const problems = await prepareDeadLetterTopics(admin, [{ route: 'one', sources: [topic], target: 'dlq.<topic>', create: true }])
    expect(problems).toMatchObject([{ route: 'one', reason: expect.stringContaining('collides') }])
  })
})
