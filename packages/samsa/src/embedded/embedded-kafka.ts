import { deadLetterTopicName } from '@samsa/dlq'
import { Errno, KafkaError, MockCluster } from '@samsa/librdkafka'
import type { RoutingPlan } from '@samsa/routing'
import { plannedDeadLetters } from '../dead-letters/planned-dead-letters.js'
import { embeddedSettings } from './embedded-settings.js'
import { type EmbeddedShareSettings, embeddedShareSettings } from './embedded-share-settings.js'

/** Partitions of each topic: enough to see several in work at once, few enough to read. */
export const embeddedPartitions = 4

type KafkaText = Readonly<Record<string, string>>

/** Kafka inside this process, one broker for each cluster of a plan. */
export interface EmbeddedKafka {
  /** Names of the topics that were created, by cluster. */
  readonly topics: ReadonlyMap<string, readonly string[]>
  /** Creates a topic that is not there yet; what dead letters are written to, where a function names it. Answers its number of partitions. */
  readonly createTopic: (cluster: string, name: string) => number
  /** Settings of a cluster, or of a group of it, for its broker inside the process. */
  readonly settings: (cluster: string, settings: KafkaText) => KafkaText
  /** What holds in a share group: this broker cannot be asked. */
  readonly shareLimits: (group: string) => EmbeddedShareSettings['limits']
  /** Ends the brokers; after all their clients. Calling it again does nothing. */
  readonly close: () => void
}

// a name without placeholder is the same for all sources, also where they are not known yet
const namesOf = (target: string, sources: readonly string[]): readonly string[] =>
  target.includes('<topic>') ? sources.map((source) => deadLetterTopicName(target, source)) : [target]

/**
 * Exact names of the topics that a plan reads, and of those that its dead letters go to, by cluster: what is only sent to comes into being with the first record.
 */
export const plannedTopics = (plan: RoutingPlan): ReadonlyMap<string, readonly string[]> => {
  const topics = new Map<string, Set<string>>(Object.keys(plan.clusters).map((cluster) => [cluster, new Set()]))
  for (const group of plan.groups) {
    const names = topics.get(group.cluster) ?? new Set()
    topics.set(group.cluster, names)
    for (const route of group.topics) for (const name of route.topics) names.add(name)
  }
  for (const [cluster, wanted] of plannedDeadLetters(plan))
    for (const { target, sources } of wanted) for (const name of namesOf(target, sources)) topics.get(cluster)?.add(name)
  return new Map([...topics].map(([cluster, names]) => [cluster, [...names].sort()]))
}

// The mock cluster ends the share sessions of all members on a broker when any connection to it ends (librdkafka 2.15.1,
// rd_kafka_mock_sharegrps_node_connection_closed), and what they hold is delivered again. Connections that only ask something go to the first broker, which
// is told of alone and coordinates; records are on the second.
const chief = 1
const leader = 2

const createTopic = (cluster: MockCluster, topic: string): void => {
  cluster.createTopic(topic, embeddedPartitions)
  for (let partition = 0; partition < embeddedPartitions; partition++) cluster.setPartitionLeader(topic, partition, leader)
}

const createMissing = (cluster: MockCluster | undefined, topic: string): number => {
  try {
    if (cluster !== undefined) createTopic(cluster, topic)
  } catch (thrown) {
    // sent to before, which creates it with as many partitions
    if (!(thrown instanceof KafkaError) || thrown.errno !== Errno.TOPIC_ALREADY_EXISTS) throw thrown
  }
  return embeddedPartitions
}

const chiefAddress = (cluster: MockCluster | undefined): string => cluster?.bootstrapServers.split(',')[chief - 1] ?? ''

/** Starts a broker for each cluster of the plan and creates the topics that are read. */
export const startEmbeddedKafka = (plan: RoutingPlan): EmbeddedKafka => {
  const topics = plannedTopics(plan)
  const clusters = new Map<string, MockCluster>()
  for (const [name, names] of topics) {
    const cluster = new MockCluster(2)
    // one process, one member: nobody else is waited for
    cluster.setGroup({ initialRebalanceDelayMs: 0, consumerHeartbeatIntervalMs: 500 })
    cluster.setShareGroup(embeddedShareSettings(plan, name).options)
    for (const topic of names) createTopic(cluster, topic)
    for (const { id } of plan.groups) cluster.setCoordinator('group', id, chief)
    clusters.set(name, cluster)
  }
  return Object.freeze({
    topics,
    createTopic: (name: string, topic: string): number => createMissing(clusters.get(name), topic),
    settings: (name: string, settings: KafkaText): KafkaText => embeddedSettings(settings, chiefAddress(clusters.get(name))),
    shareLimits: (group: string) => embeddedShareSettings(plan, plan.groups.find(({ id }) => id === group)?.cluster ?? 'default').limits,
    close: () => {
      for (const cluster of clusters.values()) cluster.destroy()
      clusters.clear()
    },
  })
}
