/** Protocol by which a group is joined. */
export type GroupProtocol = 'consumer' | 'classic' | 'share'

/** What a broker can do that a suite may need; a test whose need is missing is skipped by name. */
export interface ClusterCapabilities {
  /** Group protocols it speaks. */
  readonly protocols: readonly GroupProtocol[]
  /** Two classic members with cooperative-sticky (librdkafka's mock does not get there). */
  readonly cooperative: boolean
  /** Protocols in whose groups a member can still commit while others join, which a handover needs (librdkafka's mock refuses it in classic groups). */
  readonly handovers: readonly GroupProtocol[]
  /** Protocols in whose groups a topic that is created later is noticed (librdkafka's mock does not tell KIP-848 members of it). */
  readonly newTopics: readonly GroupProtocol[]
  /** Whether it can be taken down and brought back with its records. */
  readonly restart: boolean
  readonly transactions: boolean
  /** Whether it can stand still with open connections. */
  readonly freeze: boolean
  readonly sharedPartitions: boolean
  /** Whether a share group can have a delivery limit of its own (from Kafka 4.3). */
  readonly deliveryLimits: boolean
  /** Whether a member of a share group that has left can still settle what it has in hand (librdkafka's mock ends its share session). */
  readonly settlesAfterLeaving: boolean
}

/** Settings of one share group; what is left out is the broker's, and records are delivered from the first one on. */
export interface ShareSettings {
  readonly lockMs?: number | undefined
  readonly deliveryLimit?: number | undefined
  readonly isolation?: 'read_committed' | 'read_uncommitted' | undefined
}

/** One record to write. */
export interface NewRecord {
  readonly partition: number
  readonly value: string
}

/** A Kafka that a conformance suite runs against. */
export interface ConformanceCluster {
  readonly capabilities: ClusterCapabilities
  readonly bootstrapServers: string
  readonly createTopic: (topic: string, partitions: number) => Promise<void>
  readonly addPartitions: ((topic: string, partitions: number) => Promise<void>) | null
  readonly produce: (topic: string, records: readonly NewRecord[]) => Promise<void>
  /** Writes the records in a transaction that is then ended so. */
  readonly produceInTransaction: ((topic: string, records: readonly NewRecord[], end: 'commit' | 'abort') => Promise<void>) | null
  /** Removes the records before `offset`, as retention does. */
  readonly deleteRecords: (topic: string, partition: number, offset: number) => Promise<void>
  /** Committed offset of the group; `null`: none. */
  readonly committed: (group: string, topic: string, partition: number) => Promise<number | null>
  readonly setCommitted: ((group: string, topic: string, partition: number, offset: number) => Promise<void>) | null
  /** Settings of a share group, before its first member joins. The embedded broker has one set for all groups. */
  readonly configureShareGroup: (group: string, settings: ShareSettings) => Promise<void>
  /** Cuts every connection and takes no new ones, until `up`. */
  readonly down: () => Promise<void>
  readonly up: () => Promise<void>
  /** Lets every request wait so long, connections stay open. */
  readonly freeze: ((forMs: number) => Promise<void>) | null
  readonly stop: () => Promise<void>
}
