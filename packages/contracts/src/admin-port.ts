/** A topic to create. */
export interface NewTopic {
  readonly name: string
  /** 1 or more; `null`: the broker's `num.partitions`. */
  readonly partitions: number | null
  /** 1 or more; `null`: the broker's `default.replication.factor`. */
  readonly replicationFactor: number | null
  /** Topic configs under Kafka's names. */
  readonly configs: Readonly<Record<string, string>>
}

/** A topic as the cluster knows it. */
export interface TopicDescription {
  readonly name: string
  readonly partitions: readonly {
    readonly partition: number
    readonly leader: number
    readonly replicas: readonly number[]
    readonly isr: readonly number[]
  }[]
}

/** First and next offset of a partition. */
export interface PartitionBounds {
  readonly topic: string
  readonly partition: number
  readonly low: number
  readonly high: number
}

/** A committed position of a group. */
export interface CommittedOffset {
  readonly topic: string
  readonly partition: number
  /** `null`: none committed. */
  readonly offset: number | null
}

/** Operating topics, configs and groups. Every call rejects with a `SamsaError` that says what to do. */
export interface AdminPort {
  /** Ids of the brokers, lowest first. */
  readonly brokers: () => Promise<readonly number[]>
  /** Features that the cluster has finalized, with their levels: `share.version`, `metadata.version`, … (KIP-584). Empty on brokers that know none. */
  readonly features: () => Promise<Readonly<Record<string, number>>>
  readonly describeTopics: (names: readonly string[]) => Promise<readonly (TopicDescription | null)[]>
  /** Creates those that are missing; a topic that exists already is no error. Answers which were created. */
  readonly createTopics: (topics: readonly NewTopic[]) => Promise<readonly string[]>
  readonly deleteTopics: (names: readonly string[]) => Promise<void>
  readonly addPartitions: (topic: string, partitions: number) => Promise<void>
  /** Removes the records before `beforeOffset` of each partition. */
  readonly deleteRecords: (
    items: readonly { readonly topic: string; readonly partition: number; readonly beforeOffset: number }[],
  ) => Promise<void>
  readonly bounds: (topics: readonly string[]) => Promise<readonly PartitionBounds[]>
  readonly committedOffsets: (group: string) => Promise<readonly CommittedOffset[]>
  readonly setCommittedOffsets: (group: string, offsets: readonly CommittedOffset[]) => Promise<void>
  readonly describeConfigs: (
    kind: 'topic' | 'group' | 'broker',
    name: string,
  ) => Promise<Readonly<Record<string, { readonly value: string | null; readonly source: number }>>>
  readonly alterConfigs: (
    kind: 'topic' | 'group' | 'broker',
    name: string,
    changes: Readonly<Record<string, string | null>>,
  ) => Promise<void>
  readonly close: () => Promise<void>
}
