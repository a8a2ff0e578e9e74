import { describe, expect, it } from '@jest/globals'
import { type AdminPort, type Logger, SamsaError, systemClock, topic } from '@samsa/contracts'
import { compileRoutes, consumerGroup, defineRoutes, type GroupBlock, shareGroup, type ShareGroupBuilder } from '@samsa/routing'
import { lazyAdmin } from '../compose/lazy-admin.js'
import { prepareClusters } from './prepare-clusters.js'

class Handle {
  consume() {}
}
const orders = topic('orders')
const lock = 'share.record.lock.duration.ms'
const brokerTopic = 'errors.deadletterqueue.topic.name'

interface Cluster {
  readonly topics?: readonly string[]
  readonly group?: Readonly<Record<string, string>>
  readonly mayReadGroups?: boolean
}

/** A cluster that keeps what it was asked to do. */
const clusterOf = ({ topics = ['orders'], group = { [lock]: '20000' }, mayReadGroups = true }: Cluster) => {
  const done: string[] = []
  const port = {
    features: async () => ({ 'share.version': 2 }),
    brokers: async () => [1],
    describeTopics: async (names: readonly string[]) =>
      names.map((name) => (topics.includes(name) ? { name, partitions: [0, 1].map((partition) => ({ partition, replicas: [1] })) } : null)),
    createTopics: async (wanted: readonly { name: string; partitions: number }[]) => {
      for (const { name, partitions } of wanted) done.push(`create ${name} ${partitions}`)
      return wanted.map(({ name }) => name)
    },
    describeConfigs: async (kind: string) => {
      if (kind === 'group' && !mayReadGroups) throw new SamsaError('SAMSA_AUTHORIZATION', 'configs of group jobs cannot be read: no')
      return kind === 'group' ? Object.fromEntries(Object.entries(group).map(([name, value]) => [name, { value, source: 8 }])) : {}
    },
    alterConfigs: async (_kind: string, name: string) => void done.push(`alter ${name}`),
    close: async () => void done.push('close'),
  } as unknown as AdminPort
  return { port, done }
}

const prepare = async (block: GroupBlock, cluster: Cluster = {}) => {
  const { plan, problems } = compileRoutes(defineRoutes(block))
  expect(problems).toEqual([])
  const { port, done } = clusterOf(cluster)
  const lines: string[] = []
  const write = (line: string): void => void lines.push(line)
  const log: Logger = { debug: write, info: write, warn: write, error: write, with: () => log }
  const admins = new Map([['default', lazyAdmin(() => port)]])
  const beforeJoin = prepareClusters({ plan, admins, log, clock: systemClock })
  const error: unknown = await beforeJoin?.(new AbortController().signal).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return { error: error as SamsaError | null | undefined, done, lines }
}
const jobs = (build: (group: ShareGroupBuilder) => void) => shareGroup('jobs', build)

describe('prepareClusters', () => {
  it('has nothing to do where nothing is declared and nothing is dead-lettered', async () => {
    const block = consumerGroup('billing', (group) => group.topic(orders, { consumer: Handle, deadLetter: false, whenExhausted: 'hold' }))
    expect(await prepare(block)).toEqual({ error: undefined, done: [], lines: [] })
  })

  it('creates what is missing, and leaves nothing open', async () => {
    const block = consumerGroup('billing', (group) => group.topic(orders, { consumer: Handle }))
    expect(await prepare(block)).toEqual({ error: null, done: ['create dlq.orders 2', 'close'], lines: [] })
    expect(await prepare(block, { topics: [] })).toEqual({ error: null, done: ['close'], lines: [] })
  })

  it('tells everything that is missing, with its place', async () => {
    const block = consumerGroup('billing', (group) => {
      group.options({ deadLetter: { create: false } })
      group.topic(orders, { consumer: Handle })
      group.topic(topic('refunds'), { consumer: Handle, deadLetter: 'dead' })
    })
    const { error, done } = await prepare(block)
    expect(done).toEqual(['close'])
    expect(error).toMatchObject({ code: 'SAMSA_DEAD_LETTER_TOPIC', message: expect.stringMatching(/^2 problems: /) })
    const problems = (error?.details['problems'] ?? []) as readonly { line: string }[]
    expect(problems.map(({ line }) => line)).toEqual([
      expect.stringMatching(
        /^consumerGroup\('billing'\)\.topic\('orders'\)\.deadLetter \(.+:\d+\): dead letters cannot go to dlq\.orders: .+: create topic dlq\.orders/,
      ),
      expect.stringMatching(/^consumerGroup\('billing'\)\.topic\('refunds'\)\.deadLetter \(.+:\d+\): dead letters cannot go to dead: /),
    ])
  })

  it('creates no topics where a setting is wrong', async () => {
    const block = jobs((group) => {
      group.settings({ lockDuration: '30s' })
      group.topic(orders, { consumer: Handle })
    })
    const { error, done } = await prepare(block)
    expect({ code: error?.code, done }).toEqual({ code: 'SAMSA_GROUP_SETTING', done: ['close'] })
  })

  it('says that the broker writes dead letters of the group as well, where it may be asked', async () => {
    const block = jobs((group) => group.topic(orders, { consumer: Handle }))
    const on = { [lock]: '20000', [brokerTopic]: 'dlq.jobs' }
    expect((await prepare(block, { group: on })).lines).toEqual([expect.stringContaining('to dlq.jobs')])
    expect((await prepare(block, { group: { ...on, [brokerTopic]: '' } })).lines).toEqual([])
    expect(await prepare(block, { group: on, mayReadGroups: false })).toMatchObject({ error: null, lines: [] })
  })
})
