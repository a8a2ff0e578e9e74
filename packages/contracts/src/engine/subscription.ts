/** Where a partition without a committed position begins (Kafka: `auto.offset.reset`, decided by Samsa, not by the library). */
export type InitialOffset =
  | { readonly from: 'earliest' }
  | { readonly from: 'latest' }
  /** The first record at or after this time (milliseconds since the epoch); the end where there is none. */
  | { readonly from: 'timestamp'; readonly timestampMs: number }
  /** The same, counted back from the moment of the assignment. */
  | { readonly from: 'ago'; readonly ageMs: number }

/** One exact name, or a pattern that names present and future topics. */
export interface SubscribedTopic {
  /** Kafka topic name, or the source of a regular expression where `pattern` is true. */
  readonly name: string
  readonly pattern: boolean
  /** Where its partitions begin without a committed position. */
  readonly initialOffset: InitialOffset
}

/** What every kind of group is told when a session is opened. */
export interface Subscription {
  /** Kafka's group id. */
  readonly group: string
  /** Name of the cluster in the worker's configuration. */
  readonly cluster: string
  readonly topics: readonly SubscribedTopic[]
  /** Properties of librdkafka, validated, without those that the framework owns. */
  readonly kafka: Readonly<Record<string, string>>
  /** `client.id` of the session's connections. */
  readonly clientId: string
  /** Longest time that a revocation waits for running handlers; an engine shortens it to what its membership allows. */
  readonly drainMs: number
  /** Bytes of fetched, undelivered records that the session may hold in the library's queues. */
  readonly bufferBytes: number
  /** Which records are delivered (Kafka: `isolation.level`). Ignored by share groups: there it is a group setting. */
  readonly isolation: 'read_committed' | 'read_uncommitted'
  /** Options that only one kind of group has. */
  readonly options: ConsumerGroupSubscription | ShareGroupSubscription
}

/** What a consumer group's session is told besides. */
export interface ConsumerGroupSubscription {
  readonly kind: 'consumer'
  /** `auto`: KIP-848 first, classic where the broker or a setting demands it. */
  readonly protocol: 'auto' | 'consumer' | 'classic'
  /** KIP-848: `group.remote.assignor`; classic: `partition.assignment.strategy`. `null`: the default of the protocol. */
  readonly assignor: string | null
  /** `group.instance.id` (static membership, KIP-345). */
  readonly instanceId: string | null
  /** When positions are committed: at intervals, or as soon as records are settled. */
  readonly commit: 'periodic' | 'each'
  readonly commitIntervalMs: number
}

/** What a share group's session is told besides (KIP-932). */
export interface ShareGroupSubscription {
  readonly kind: 'share'
  /** Records in work that the route wants; the engine chooses members and poll sizes by it. */
  readonly concurrency: number
  /** Members per process; `null`: chosen by the engine. */
  readonly members: number | null
}
