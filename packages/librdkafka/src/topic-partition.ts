/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** A position in a partition. */
export interface TopicPartitionOffset extends TopicPartition {
  /** Next offset to read, or one of {@link LogicalOffset}. */
  readonly offset: number
  /** Epoch of the leader the record was read from (KIP-320). Default unknown. */
  readonly leaderEpoch?: number | undefined
  /** Text kept with a committed offset. Default none. */
  readonly metadata?: string | null | undefined
}

/** What a call answers for one partition. */
export interface TopicPartitionResult extends TopicPartition {
  /** -1001 where there is none. */
  readonly offset: number
  /** -1 where it is not known. */
  readonly leaderEpoch: number
  readonly metadata: string | null
  /** librdkafka's code; 0 is success. */
  readonly errno: number
}

/** Offsets that mean a place instead of a number. */
export const LogicalOffset = Object.freeze({
  /** The oldest record. */
  beginning: -2,
  /** Behind the newest record. */
  end: -1,
  /** The group's committed offset. */
  stored: -1000,
  /** None, or not known. */
  invalid: -1001,
})

/** Five values an entry: topic, partition, offset, leader epoch, metadata. */
export type FlatList = (string | number | null)[]

/** The form in which lists enter the addon. */
export function flattenOffsets(list: readonly TopicPartitionOffset[]): FlatList {
  return list.flatMap(({ topic, partition, offset, leaderEpoch, metadata }) => [
    topic,
    partition,
    offset,
    leaderEpoch ?? -1,
    metadata ?? null,
  ])
}

/** As {@link flattenOffsets}, for lists without offsets. */
export function flattenPartitions(list: readonly TopicPartition[]): FlatList {
  return list.flatMap(({ topic, partition }) => [topic, partition, LogicalOffset.invalid, -1, null])
}

/** Back from the addon: six values an entry, the last one is the code. */
export function unflattenResults(flat: FlatList): readonly TopicPartitionResult[] {
  const results: TopicPartitionResult[] = []
  for (let i = 0; i < flat.length; i += 6) {
    const [topic, partition, offset, leaderEpoch, metadata, errno] = flat.slice(i, i + 6) as [
      string,
      number,
      number,
      number,
      string | null,
      number,
    ]
    results.push({ topic, partition, offset, leaderEpoch, metadata, errno })
  }
  return results
}
