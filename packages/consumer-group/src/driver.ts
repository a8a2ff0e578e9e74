/** One partition of a topic. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** A partition and an offset in it. */
export interface TopicPartitionOffset extends TopicPartition {
  readonly offset: number
}

/** What a call says about one partition; `errno` 0 is success, offset -1001 is none. */
export interface PartitionResult extends TopicPartitionOffset {
  readonly errno: number
}

/** What librdkafka tells a consumer between records. */
export type DriverEvent =
  | {
      readonly type: 'assign' | 'revoke'
      readonly list: readonly TopicPartition[]
      readonly protocol: 'EAGER' | 'COOPERATIVE'
      readonly lost: boolean
    }
  | { readonly type: 'rebalance-error'; readonly errno: number; readonly name: string; readonly text: string }
  | { readonly type: 'error'; readonly errno: number; readonly name: string; readonly text: string; readonly fatal: boolean }
  | {
      readonly type: 'consumer-error'
      readonly errno: number
      readonly name: string
      readonly text: string
      readonly topic: string | null
      readonly partition: number
      readonly offset: number
      /** Whether the handle cannot go on; missing where the library does not say. */
      readonly fatal?: boolean
      /** Queue it came from; -1: the consumer queue. */
      readonly queue: number
    }
  | { readonly type: 'eof'; readonly queue: number; readonly offset: number }
  | { readonly type: 'stats'; readonly json: string }
  | { readonly type: 'log'; readonly level: number; readonly facility: string; readonly text: string }
  | { readonly type: 'throttle'; readonly broker: string; readonly throttleMs: number }
  | { readonly type: 'oauth-refresh'; readonly config: string }
  | { readonly type: 'offsets-committed'; readonly errno: number }
  | { readonly type: 'closed' }

/** One event by its type. */
export type DriverEventOf<Type extends DriverEvent['type']> = Extract<DriverEvent, { readonly type: Type }>

/** Records of one poll as the binding gives them: as `RecordColumns`, with queue ids in the runs. */
export interface DriverBatch {
  readonly length: number
  readonly bytes: Uint8Array
  readonly offsets: Float64Array
  readonly timestamps: Float64Array
  readonly spans: Int32Array
  /** Queue id, first record, count for each run; together they cover the batch. */
  readonly runs: Int32Array
  readonly pendingEvents: boolean
}

/** What is asked of `listOffsets`. */
export interface OffsetQuestion extends TopicPartition {
  readonly at: 'earliest' | 'latest' | number
}

/** Topics as metadata describes them. */
export interface DriverMetadata {
  readonly topics: readonly { readonly topic: string; readonly errno: number; readonly partitions: readonly unknown[] }[]
}

/** A member as its coordinator describes it. */
export interface DriverMember {
  readonly memberId: string
  /** What it has, what it is giving up included. */
  readonly assignment: readonly TopicPartition[]
  /** What it is to have; `null` in a classic group. */
  readonly target: readonly TopicPartition[] | null
}

/** A group as its coordinator describes it. */
export interface DriverGroup {
  readonly members: readonly DriverMember[]
}

/** The part of `@samsa/librdkafka`'s GroupConsumer that the engine drives; the seam for fakes in tests. */
export interface GroupDriver {
  readonly subscribe: (topics: readonly string[]) => void
  readonly unsubscribe: () => void
  readonly serve: () => readonly DriverEvent[] | null
  readonly pendingEvents: boolean
  readonly openQueue: (topic: string, partition: number) => number
  readonly hold: (queueId: number) => void
  readonly release: (queueId: number) => void
  readonly queueLength: (queueId: number) => number
  readonly ready: () => boolean
  readonly take: (maxRecords: number, maxBytes: number) => DriverBatch | null
  readonly assign: (list: readonly TopicPartitionOffset[]) => void
  readonly unassign: () => void
  readonly incrementalAssign: (list: readonly TopicPartitionOffset[]) => void
  readonly incrementalUnassign: (list: readonly TopicPartition[]) => void
  readonly commit: (list: readonly TopicPartitionOffset[]) => Promise<readonly PartitionResult[]>
  readonly committed: (list: readonly TopicPartition[], timeoutMs: number) => Promise<readonly PartitionResult[]>
  readonly seek: (list: readonly TopicPartitionOffset[], timeoutMs: number) => Promise<readonly PartitionResult[]>
  readonly watermarks: (topic: string, partition: number) => { readonly low: number; readonly high: number }
  readonly listOffsets: (
    questions: readonly OffsetQuestion[],
    options: { readonly timeoutMs: number; readonly isolation: 'read_committed' | 'read_uncommitted' },
  ) => Promise<readonly PartitionResult[]>
  readonly describeGroups: (groups: readonly string[], options: { readonly timeoutMs: number }) => Promise<readonly DriverGroup[]>
  readonly metadata: (topics: readonly string[] | null, options: { readonly timeoutMs: number }) => Promise<DriverMetadata>
  readonly memberId: () => string | null
  readonly groupMetadata: () => Uint8Array
  readonly close: () => void
  readonly destroy: () => Promise<void>
  /** The handle no longer keeps the process running. */
  readonly unref: () => void
}

/** Where drivers come from. */
export interface DriverLibrary {
  /** Opens a handle; throws where librdkafka refuses a property. `wake` is called whenever something happened. */
  readonly open: (settings: Readonly<Record<string, string>>, wake: () => void) => GroupDriver
  /** Kafka's name of an error code. */
  readonly errorName: (errno: number) => string
  /** librdkafka's sentence for an error code. */
  readonly errorText: (errno: number) => string
}
