import { type AdminPort, isSamsaError } from '@samsa/contracts'
import type { SettingProblem } from '../group-settings/setting-row.js'

/** Group config that names the topic the broker writes a share group's dead letters to (KIP-1191, Kafka 4.4). */
export const deadLetterTopicConfig = 'errors.deadletterqueue.topic.name'
/** Topic config without which the broker writes nothing to a topic. */
const flag = 'errors.deadletterqueue.group.enable'
/** Broker config: what names of such topics begin with. */
const prefixConfig = 'errors.deadletterqueue.topic.name.prefix'
const feature = 'share.version'
const featureLevel = 2

type Asked = Pick<AdminPort, 'features' | 'describeTopics' | 'describeConfigs' | 'brokers'>
/** What is wrong, and what to do about it. */
type Finding = readonly [reason: string, cure: string]

const featureFinding = async (admin: Asked): Promise<Finding | null> => {
  const level = (await admin.features())[feature] ?? 0
  if (level >= featureLevel) return null
  return [
    `the cluster has finalized ${feature}=${level}, and its brokers write dead letters from ${featureLevel} on`,
    `run \`kafka-features.sh --bootstrap-server … upgrade --feature ${feature}=${featureLevel}\`, or let Samsa write them: deadLetter: { topic }`,
  ]
}

/** The prefixes that a topic does not begin with, each with its brokers: any of them may write, each by its own configuration. */
const strangePrefixes = async (admin: Asked, topic: string): Promise<ReadonlyMap<string, readonly number[]>> => {
  const ids = await admin.brokers()
  const configs = await Promise.all(ids.map((id) => admin.describeConfigs('broker', String(id))))
  const strange = new Map<string, readonly number[]>()
  for (const [index, id] of ids.entries()) {
    // services that hide some of their configs do not tell it, which says nothing of what holds
    const prefix = configs[index]?.[prefixConfig]?.value
    if (prefix != null && !topic.startsWith(prefix)) strange.set(prefix, [...(strange.get(prefix) ?? []), id])
  }
  return strange
}

const prefixFinding = async (admin: Asked, topic: string): Promise<Finding | null> => {
  const strange = [...(await strangePrefixes(admin, topic))]
  const [first] = strange
  if (first === undefined) return null
  const parts = strange.map(
    ([prefix, ids]) => `${prefix} (${prefixConfig} of ${ids.length === 1 ? 'broker' : 'brokers'} ${ids.join(', ')})`,
  )
  return [
    `${topic} does not begin with ${parts.join(', nor with ')}, and a broker writes nothing to a topic with another name`,
    strange.length === 1
      ? `name a topic that does: ${first[0]}${topic}`
      : `give all brokers the same ${prefixConfig}, and name a topic that begins with it`,
  ]
}

const topicFinding = async (admin: Asked, topic: string): Promise<Finding | null> => {
  if ((await admin.describeTopics([topic]))[0] == null)
    return [
      `topic ${topic} does not exist, and the brokers drop dead letters silently then`,
      `run \`kafka-topics.sh --bootstrap-server … --create --topic ${topic} --config ${flag}=true\``,
    ]
  if ((await admin.describeConfigs('topic', topic))[flag]?.value === 'true') return null
  return [
    `topic ${topic} has not ${flag}=true, and the brokers drop dead letters silently then`,
    `run \`kafka-configs.sh --bootstrap-server … --alter --topic ${topic} --add-config ${flag}=true\``,
  ]
}

const tooOld: Finding = [
  'this Kafka writes no dead letters of share groups',
  'use Kafka 4.4 or later, or let Samsa write them: deadLetter: { topic }',
]

const notAllowed = (message: string, what: string): Finding => [
  message.replace(/: give this principal .*$/u, ''),
  `give this principal the right DescribeConfigs on ${what} (kafka-acls): whether the broker's dead letters work has to be looked at`,
]

/**
 * What a cluster lacks to write the dead letters of a share group itself: brokers check nothing when the group is told to, and drop silently. Each is one problem, with the
 * command or option that cures it.
 *
 * @param knowsConfig whether the group has the config on the broker at all: from Kafka 4.4
 * @throws SamsaError where the cluster could not be asked
 */
export const checkBrokerDeadLetters = async (
  admin: Asked,
  { group, topic, knowsConfig }: { readonly group: string; readonly topic: string; readonly knowsConfig: boolean },
): Promise<readonly SettingProblem[]> => {
  const problems: SettingProblem[] = []
  const add = (code: SettingProblem['code'], [reason, cure]: Finding): void =>
    void problems.push({ group, setting: 'deadLetter.broker', code, reason, cure })
  if (!knowsConfig) {
    add('SAMSA_DEAD_LETTER_TOPIC', tooOld)
    return problems
  }
  const looks = [
    { what: 'the cluster', look: () => featureFinding(admin) },
    { what: 'the cluster', look: () => prefixFinding(admin, topic) },
    { what: `topic ${topic}`, look: () => topicFinding(admin, topic) },
  ]
  for (const { what, look } of looks) {
    try {
      const finding = await look()
      if (finding !== null) add('SAMSA_DEAD_LETTER_TOPIC', finding)
    } catch (thrown) {
      if (!isSamsaError(thrown) || thrown.code !== 'SAMSA_AUTHORIZATION') throw thrown
      add('SAMSA_AUTHORIZATION', notAllowed(thrown.message, what))
    }
  }
  return problems
}
