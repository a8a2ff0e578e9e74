import { native } from '../library.js'
import type { RequestOptions, Requester } from './request-options.js'
import { timeoutOf } from './request-options.js'

/** A broker. */
export interface BrokerNode {
  readonly id: number
  readonly host: string
  readonly port: number
}

/** A partition and where it lives. */
export interface PartitionMetadata {
  readonly partition: number
  readonly errno: number
  /** Id of the leading broker; -1: none. */
  readonly leader: number
  readonly replicas: readonly number[]
  /** In-sync replicas. */
  readonly isrs: readonly number[]
}

/** A topic and its partitions. */
export interface TopicMetadata {
  readonly topic: string
  /** 3 (`UNKNOWN_TOPIC_OR_PART`): it does not exist. */
  readonly errno: number
  readonly partitions: readonly PartitionMetadata[]
}

/** What brokers say about themselves. */
export interface ClusterMetadata {
  readonly clusterId: string | null
  /** -1: not known. */
  readonly controllerId: number
  readonly brokers: readonly BrokerNode[]
  readonly topics: readonly TopicMetadata[]
}

type Cluster = Omit<ClusterMetadata, 'topics'>

function describeTopics(client: Requester, topics: readonly string[] | null, timeoutMs: number): Promise<readonly TopicMetadata[]> {
  if (topics !== null && topics.length === 0) return Promise.resolve([])
  return client.requests.start<readonly TopicMetadata[], readonly TopicMetadata[]>(
    (id) => {
      if (topics === null) native().describeAllTopics(client.handle, id, timeoutMs)
      // Each once: librdkafka refuses duplicates.
      else native().describeTopics(client.handle, id, timeoutMs, [...new Set(topics)])
    },
    (described) => described,
  )
}

/** Brokers, and the topics named or (null) all of them. Never creates a topic. */
export async function describeMetadata(
  client: Requester,
  topics: readonly string[] | null,
  options?: RequestOptions,
): Promise<ClusterMetadata> {
  const timeoutMs = timeoutOf(options)
  const cluster = client.requests.start<Cluster, Cluster>(
    (id) => native().describeCluster(client.handle, id, timeoutMs),
    (described) => described,
  )
  const [described, found] = await Promise.all([cluster, describeTopics(client, topics, timeoutMs)])
  return { ...described, topics: found }
}
