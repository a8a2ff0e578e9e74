import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { checkBrokerDeadLetters } from './check-broker-dead-letters.js'

const flag = 'errors.deadletterqueue.group.enable'
const prefixConfig = 'errors.deadletterqueue.topic.name.prefix'
interface Cluster {
  readonly level?: number
  /** Of brokers 1, 2, …; `null`: that one does not tell. */
  readonly prefixes?: readonly (string | null)[]
  readonly topic?: 'missing' | 'plain' | 'ready'
}
const clusterOf = ({ level = 2, prefixes = ['dlq.', 'dlq.'], topic = 'ready' }: Cluster) => ({
  features: async () => ({ 'share.version': level }),
  brokers: async () => prefixes.map((_, index) => index + 1),
  describeTopics: async (names: readonly string[]) => names.map((name) => (topic === 'missing' ? null : { name, partitions: [] })),
  describeConfigs: async (kind: string, name: string) => {
    if (kind !== 'broker') return { [flag]: { value: String(topic === 'ready'), source: 1 } }
    const value = prefixes[Number(name) - 1] ?? null
    return value === null ? {} : { [prefixConfig]: { value, source: 5 } }
  },
})
const declared = { group: 'jobs', topic: 'dlq.jobs', knowsConfig: true }
const reasons = async (cluster: Cluster) => (await checkBrokerDeadLetters(clusterOf(cluster), declared)).map(({ reason }) => reason)

describe('checkBrokerDeadLetters', () => {
  it('has nothing against a cluster that has all', async () => {
    expect(await reasons({})).toEqual([])
    expect(await reasons({ prefixes: [''] })).toEqual([])
  })

  it('names each thing that is missing, all at once, with what cures it', async () => {
    const problems = await checkBrokerDeadLetters(clusterOf({ level: 1, prefixes: ['dead.'], topic: 'missing' }), declared)
    expect(problems).toMatchObject([
      { reason: expect.stringContaining('share.version=1'), cure: expect.stringContaining('kafka-features') },
      { reason: expect.stringContaining('does not begin with dead. '), cure: expect.stringContaining('dead.dlq.jobs') },
      {
        reason: expect.stringContaining('dlq.jobs does not exist'),
        cure: expect.stringContaining(`--create --topic dlq.jobs --config ${flag}=true`),
      },
    ])
    for (const problem of problems)
      expect(problem).toMatchObject({ group: 'jobs', setting: 'deadLetter.broker', code: 'SAMSA_DEAD_LETTER_TOPIC' })
    expect(await reasons({ topic: 'plain' })).toEqual([expect.stringContaining(`has not ${flag}=true`)])
  })

  it('refuses brokers from before it in one line, without asking them', async () => {
    const problems = await checkBrokerDeadLetters(clusterOf({ topic: 'missing' }), { ...declared, knowsConfig: false })
    expect(problems).toMatchObject([
      { reason: 'this Kafka writes no dead letters of share groups', cure: expect.stringContaining('Kafka 4.4') },
    ])
  })

  it('looks at the prefix of every broker, since each writes by its own', async () => {
    expect(await reasons({ prefixes: ['dlq.', '', 'dead.'] })).toEqual([
      expect.stringContaining('dlq.jobs does not begin with dead. (errors.deadletterqueue.topic.name.prefix of broker 3)'),
    ])
    const problems = await checkBrokerDeadLetters(clusterOf({ prefixes: ['a.', 'dlq.', 'b.', 'a.'] }), declared)
    expect(problems).toMatchObject([
      {
        reason: expect.stringMatching(/begin with a\. \(.+ of brokers 1, 4\), nor with b\. \(.+ of broker 3\)/u),
        cure: expect.stringContaining('give all brokers the same'),
      },
    ])
  })

  it('holds nothing against brokers that do not tell their prefix, as services do that hide configs', async () => {
    expect(await reasons({ prefixes: [null, 'dlq.'] })).toEqual([])
    expect(await reasons({ prefixes: [null, 'dead.'] })).toHaveLength(1)
    expect(await reasons({ prefixes: [] })).toEqual([])
  })

  it('does not take for right what it may not see', async () => {
    const message = 'configs of broker 1 cannot be read: no (CLUSTER_AUTHORIZATION_FAILED): give this principal the right on the cluster'
    const guarded = { ...clusterOf({}), brokers: () => Promise.reject(new SamsaError('SAMSA_AUTHORIZATION', message)) }
    expect(await checkBrokerDeadLetters(guarded, declared)).toMatchObject([
      {
        code: 'SAMSA_AUTHORIZATION',
        reason: 'configs of broker 1 cannot be read: no (CLUSTER_AUTHORIZATION_FAILED)',
        cure: expect.stringContaining('DescribeConfigs on the cluster'),
      },
    ])
  })
})
