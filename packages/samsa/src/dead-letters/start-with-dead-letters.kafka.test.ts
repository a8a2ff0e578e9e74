import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { createAdmin } from '@samsa/admin'
import { type AdminPort, systemClock } from '@samsa/contracts'
import { type Broker, startBroker } from '@samsa/testkit'
import {
  consumerGroup,
  type ConsumerGroupBuilder,
  type EventMap,
  fixed,
  type Logger,
  defineRoutes,
  defineWorker,
  Producer,
  type RecordOf,
  reject,
  shareGroup,
  type ShareGroupBuilder,
  startWorker,
  string,
  topic,
} from '../index.js'
import { readTopic } from '../testing/read-topic.js'

jest.setTimeout(120_000)

const run = `recovery-${process.pid}-${Date.now()}`
const flag = 'errors.deadletterqueue.group.enable'
let names = 0
let broker: Broker
let admin: AdminPort
beforeAll(async () => {
  broker = await startBroker({ version: '4.4.0' })
  admin = createAdmin({ kafka: { 'bootstrap.servers': broker.bootstrapServers }, clientId: 'test', clock: systemClock })
})
afterAll(async () => {
  await admin.close()
  await broker.stop()
})

const named = (name: string) => topic(name, { key: string(), value: string() })
type Job = RecordOf<ReturnType<typeof named>>
class Fails {
  consume(job: Job) {
    if (job.value.startsWith('poison')) throw new TypeError('poison')
  }
}
class Rejects {
  consume(job: Job) {
    if (job.value.startsWith('rejected')) return reject('of no use')
    if (job.value.startsWith('poison')) throw new TypeError('poison')
    return undefined
  }
}
const retry = { attempts: 2, backoff: fixed(1) }

const freshName = (): string => `${run}-${names++}`
const create = async (name: string, configs = {}, partitions = 3): Promise<string> => {
  await admin.createTopics([{ name, partitions, replicationFactor: 1, configs }])
  return name
}
const partitionsOf = async (name: string): Promise<number | null> => (await admin.describeTopics([name]))[0]?.partitions.length ?? null
const keep = (lines: string[]): Logger => {
  const write = (message: string) => void lines.push(message)
  const log: Logger = { debug: () => undefined, info: write, warn: write, error: write, with: () => log }
  return log
}

/** Runs a worker until it is idle; what it sends is there before it joins. */
const work = async (block: ReturnType<typeof consumerGroup>, source: string, values: readonly string[]) => {
  const worker = defineWorker({
    name: run,
    routes: defineRoutes(block),
    kafka: { 'bootstrap.servers': broker.bootstrapServers },
    setup: async (container) => {
      const producer = container.resolve(Producer)
      if (values.length > 0)
        await producer.send(
          named(source),
          values.map((value, index) => ({ key: `${index}`, value, partition: index % 3 })),
        )
    },
  })
  const lines: string[] = []
  const dead: EventMap['record.dead-lettered'][] = []
  const handle = startWorker(worker, { untilIdle: '2s', log: keep(lines) })
  handle.on('record.dead-lettered', (event) => dead.push(event))
  handle.started.catch(() => undefined)
  const { exitCode, error } = await handle.ended
  return { exitCode, code: error?.code ?? null, message: error?.message ?? '', lines, dead }
}
const billing = (build: (group: ConsumerGroupBuilder) => void) => consumerGroup(freshName(), build)
const jobs = (build: (group: ShareGroupBuilder) => void) =>
  shareGroup(freshName(), (group) => {
    group.settings({ offsetReset: 'earliest' })
    build(group)
  })

describe('a worker with dead letters on a real Kafka', () => {
  it('creates what is missing before it joins, with the partitions of the source, and writes there', async () => {
    const source = await create(freshName())
    const bugs = freshName()
    const { exitCode, code, dead } = await work(
      billing((group) => {
        const on = [{ error: RangeError, action: { deadLetter: bugs } }]
        group.topic(named(source), { consumer: Fails, retry: { ...retry, on } })
      }),
      source,
      ['a', 'poison', 'b'],
    )
    expect({ exitCode, code }).toEqual({ exitCode: 0, code: null })
    expect([await partitionsOf(`dlq.${source}`), await partitionsOf(bugs)]).toEqual([3, 3])
    expect(dead).toMatchObject([
      { topic: source, partition: 1, target: `dlq.${source}`, targetPartition: 1, attempt: 2, by: 'application' },
    ])
  })

  it('does not start where a topic is missing that it may not create: 1', async () => {
    const source = await create(freshName())
    const dead = freshName()
    const { exitCode, code, message } = await work(
      billing((group) => group.topic(named(source), { consumer: Fails, deadLetter: { topic: dead, create: false } })),
      source,
      [],
    )
    expect({ exitCode, code }).toEqual({ exitCode: 1, code: 'SAMSA_DEAD_LETTER_TOPIC' })
    expect(message).toMatch(/\.deadLetter \(.*:\d+\): dead letters cannot go to .* does not exist.*: create topic/u)
    expect(await partitionsOf(dead)).toBeNull()
  })

  it('waits with the topic of a source that is not there yet', async () => {
    const [source, missing] = [await create(freshName()), freshName()]
    const { exitCode } = await work(
      billing((group) => {
        group.topic(named(source), { consumer: Fails })
        group.topic(named(missing), { consumer: Fails })
      }),
      source,
      ['a'],
    )
    expect(exitCode).toBe(0)
    expect([await partitionsOf(`dlq.${source}`), await partitionsOf(`dlq.${missing}`)]).toEqual([3, null])
  })
})

describe('a share group whose dead letters the broker writes', () => {
  it('does not start before the topic is there and prepared: 1', async () => {
    const source = await create(freshName())
    const dead = `dlq.${freshName()}`
    const block = () => jobs((group) => group.topic(named(source), { consumer: Rejects, deadLetter: { broker: dead } }))
    const missing = await work(block(), source, [])
    expect(missing).toMatchObject({
      exitCode: 1,
      code: 'SAMSA_DEAD_LETTER_TOPIC',
      message: expect.stringContaining(`topic ${dead} does not exist`),
    })
    await create(dead)
    const plain = await work(block(), source, [])
    expect(plain).toMatchObject({
      exitCode: 1,
      code: 'SAMSA_DEAD_LETTER_TOPIC',
      message: expect.stringContaining(`--add-config ${flag}=true`),
    })
  })

  it('finds there what failed and what was rejected, written once', async () => {
    const source = await create(freshName())
    const dead = await create(`dlq.${freshName()}`, { [flag]: 'true' })
    const {
      exitCode,
      code,
      dead: told,
      lines,
    } = await work(
      jobs((group) => group.topic(named(source), { consumer: Rejects, retry, deadLetter: { broker: dead } })),
      source,
      ['a', 'poison', 'rejected'],
    )
    expect({ exitCode, code }).toEqual({ exitCode: 0, code: null })
    expect(lines).toContain(`errors.deadletterqueue.topic.name=${dead} set on the broker`)
    expect(told).toMatchObject([{ topic: source, target: dead, by: 'broker', targetPartition: null }])
    const written = await readTopic(broker.bootstrapServers, dead, 3, 2)
    expect(written.map(({ value }) => String(value)).sort()).toEqual(['poison', 'rejected'])
  })

  it('gets nothing of what Samsa writes itself, and its worker says who writes what', async () => {
    const source = await create(freshName())
    const dead = await create(`dlq.${freshName()}`, { [flag]: 'true' })
    const group = freshName()
    await admin.alterConfigs('group', group, { 'errors.deadletterqueue.topic.name': dead, 'share.auto.offset.reset': 'earliest' })
    const {
      exitCode,
      dead: told,
      lines,
    } = await work(
      shareGroup(group, (own) => own.topic(named(source), { consumer: Rejects, retry })),
      source,
      ['a', 'poison', 'rejected'],
    )
    expect(exitCode).toBe(0)
    expect(told).toMatchObject([{ target: `dlq.${source}`, by: 'application' }])
    expect(lines.some((line) => line.includes(`the brokers write dead letters of this group, too, to ${dead}`))).toBe(true)
    // without errors.deadletterqueue.copy.record.enable they have neither key nor value
    const written = await readTopic(broker.bootstrapServers, dead, 3, 1)
    expect(written.map(({ partition }) => partition)).toEqual([2])
    expect((await admin.bounds([dead])).map(({ high }) => high)).toEqual([0, 0, 1])
    const own = await readTopic(broker.bootstrapServers, `dlq.${source}`, 3, 1)
    expect(own.map(({ value }) => String(value))).toEqual(['poison'])
  })
})
