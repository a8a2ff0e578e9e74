/** One partition of a topic. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** What librdkafka tells a share consumer between records. */
export type DriverEvent =
  | { readonly type: 'error'; readonly errno: number; readonly name: string; readonly text: string; readonly fatal: boolean }
  | {
      readonly type: 'consumer-error'
      readonly errno: number
      readonly name: string
      readonly text: string
      readonly topic: string | null
      /** Whether the handle cannot go on; missing where the library does not say. */
      readonly fatal?: boolean
    }
  | { readonly type: 'stats'; readonly json: string }
  | { readonly type: 'log'; readonly level: number; readonly facility: string; readonly text: string }
  | { readonly type: 'throttle'; readonly broker: string; readonly throttleMs: number }
  | { readonly type: 'oauth-refresh' }
  | { readonly type: 'closed' }
  /** Only consumer groups have these. */
  | { readonly type: 'assign' | 'revoke' | 'rebalance-error' | 'eof' | 'offsets-committed' }

/** A record that arrived broken: not in the columns, but it needs an acknowledgement like all others. */
export interface DriverBrokenRecord {
  readonly partitionId: number
  readonly offset: number
  readonly deliveryCount: number
  readonly errno: number
}

/** Records of one poll as the binding gives them: as `RecordColumns`, with partition ids in the runs. */
export interface DriverBatch {
  readonly length: number
  readonly bytes: Uint8Array
  readonly offsets: Float64Array
  readonly timestamps: Float64Array
  readonly spans: Int32Array
  /** Partition id, first record, count for each run; together they cover the batch. */
  readonly runs: Int32Array
  /** Of each record, this delivery included. */
  readonly deliveryCounts: Int16Array
  /** Milliseconds between the moment the library had the records and this poll. */
  readonly waitedMs: number
  readonly broken: readonly DriverBrokenRecord[]
}

/** Topics and brokers as metadata describes them. */
export interface DriverMetadata {
  readonly brokers: readonly { readonly id: number }[]
}

/** The settings of one group or broker. */
export interface DriverConfigs {
  readonly error: (Error & { readonly errno: number }) | null
  readonly entries: readonly { readonly name: string; readonly value: string | null }[]
}

/** What an acknowledged record becomes, as Kafka numbers it. */
export const acknowledgeTypes = { accept: 1, release: 2, reject: 3 } as const

/** Integers per row of `ShareDriver.acknowledge`, numbers per row of `ShareDriver.results`. */
export const rowWidth = 4

/** The part of `@samsa/librdkafka`'s ShareConsumer that the engine drives; the seam for fakes in tests. */
export interface ShareDriver {
  readonly subscribe: (topics: readonly string[]) => void
  readonly unsubscribe: () => void
  readonly partition: (id: number) => TopicPartition
  readonly hasData: boolean
  readonly poll: () => DriverBatch | null
  readonly pendingEvents: boolean
  readonly serve: () => readonly DriverEvent[] | null
  /** Rows of four: partition id, type, first record, end (exclusive) in `offsets`. Answers how many records were refused. */
  readonly acknowledge: (rows: Int32Array, rowCount: number, offsets: Float64Array) => number
  readonly commit: () => void
  /** Rows of four: partition id, error code, first offset, end (exclusive); `null` where there are none. */
  readonly results: () => Float64Array | null
  readonly memberId: () => string | null
  readonly memberEpoch: () => number
  readonly describeConfigs: (
    resources: readonly { readonly type: 'group' | 'broker'; readonly name: string }[],
    options: { readonly timeoutMs: number },
  ) => Promise<readonly DriverConfigs[]>
  readonly metadata: (topics: readonly string[], options: { readonly timeoutMs: number }) => Promise<DriverMetadata>
  readonly close: () => void
  readonly destroy: () => Promise<void>
  /** The handle no longer keeps the process running. */
  readonly unref: () => void
}

/** Where drivers come from. */
export interface DriverLibrary {
  /** Opens a handle; throws where librdkafka refuses a property. `wake` is called whenever something happened. */
  readonly open: (settings: Readonly<Record<string, string>>, wake: () => void) => ShareDriver
  /** Kafka's name of an error code. */
  readonly errorName: (errno: number) => string
  /** librdkafka's sentence for an error code. */
  readonly errorText: (errno: number) => string
}
