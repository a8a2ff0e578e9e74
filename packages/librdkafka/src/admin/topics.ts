import type { KafkaError } from '../kafka-error.js'
import { native } from '../library.js'
import type { TopicPartitionOffset, TopicPartitionResult } from '../topic-partition.js'
import { flattenOffsets, unflattenResults } from '../topic-partition.js'
import type { RequestOptions, Requester } from './request-options.js'
import { timeoutOf } from './request-options.js'

/** A topic to create. */
export interface NewTopic {
  readonly topic: string
  /** -1: the broker's default. */
  readonly partitions: number
  /** -1: the broker's default. */
  readonly replicationFactor: number
  /** Topic settings by name. Default none. */
  readonly config?: Readonly<Record<string, string>> | undefined
}

/** More partitions for a topic. */
export interface NewPartitions {
  readonly topic: string
  /** The number it has afterwards. */
  readonly totalPartitions: number
}

/** Options of `createTopics`. */
export interface CreateTopicsOptions extends RequestOptions {
  /** Let the broker check, and create nothing. Default false. */
  readonly validateOnly?: boolean | undefined
}

/** What became of one topic. */
export interface TopicOutcome {
  readonly topic: string
  readonly error: KafkaError | null
}

type Outcomes = Promise<readonly TopicOutcome[]>

function asGiven(outcomes: readonly TopicOutcome[]): readonly TopicOutcome[] {
  return outcomes
}

/** Creates topics. */
export function createTopics(client: Requester, topics: readonly NewTopic[], options?: CreateTopicsOptions): Outcomes {
  if (topics.length === 0) return Promise.resolve([])
  const specs = topics.map((topic) => ({ ...topic, config: Object.entries(topic.config ?? {}).flat() }))
  const validateOnly = options?.validateOnly ?? false
  return client.requests.start((id) => native().createTopics(client.handle, id, timeoutOf(options), specs, validateOnly), asGiven)
}

/** Deletes topics with their records. */
export function deleteTopics(client: Requester, topics: readonly string[], options?: RequestOptions): Outcomes {
  if (topics.length === 0) return Promise.resolve([])
  return client.requests.start((id) => native().deleteTopics(client.handle, id, timeoutOf(options), topics), asGiven)
}

/** Adds partitions to topics. */
export function createPartitions(client: Requester, topics: readonly NewPartitions[], options?: RequestOptions): Outcomes {
  if (topics.length === 0) return Promise.resolve([])
  const flat = topics.flatMap(({ topic, totalPartitions }) => [topic, totalPartitions])
  return client.requests.start((id) => native().createPartitions(client.handle, id, timeoutOf(options), flat), asGiven)
}

/** Deletes the records before the given offsets. */
export function deleteRecords(
  client: Requester,
  list: readonly TopicPartitionOffset[],
  options?: RequestOptions,
): Promise<readonly TopicPartitionResult[]> {
  if (list.length === 0) return Promise.resolve([])
  return client.requests.start(
    (id) => native().deleteRecords(client.handle, id, timeoutOf(options), flattenOffsets(list)),
    unflattenResults,
  )
}
