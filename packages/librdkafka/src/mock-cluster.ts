import { native } from './library.js'
import type { Native, NativeHandle } from './native.js'
import type { TopicPartition } from './topic-partition.js'
import { flattenPartitions } from './topic-partition.js'

/** Settings of the mock's consumer groups, in ms. */
export interface MockGroupOptions {
  /** How long a classic group waits for members. Default 3000. */
  readonly initialRebalanceDelayMs?: number | undefined
  /** KIP-848 groups. Default 30 000. */
  readonly consumerSessionTimeoutMs?: number | undefined
  /** KIP-848 groups. Default 3000. */
  readonly consumerHeartbeatIntervalMs?: number | undefined
}

/** Settings of the mock's share groups: one set for all of them. */
export interface MockShareGroupOptions {
  /** For groups that come later. Default 45 000. */
  readonly sessionTimeoutMs?: number | undefined
  /** For groups that come later. Default 5000. */
  readonly heartbeatIntervalMs?: number | undefined
  /** Deliveries a record gets; 0: no limit. Default 5. */
  readonly maxDeliveryAttempts?: number | undefined
  /** Locks run out when the mock looks, once a second. Default 30 000. */
  readonly recordLockDurationMs?: number | undefined
  /** 0 uncommitted, 1 committed. */
  readonly isolationLevel?: number | undefined
  /** Members a group may have. Default 200. */
  readonly maxSize?: number | undefined
  /** Share sessions a broker may have. Default 2000. */
  readonly maxFetchSessions?: number | undefined
  /** Records of a partition that may be locked at once. Default 2000. */
  readonly maxRecordLocks?: number | undefined
  /** 0 latest, 1 earliest. */
  readonly autoOffsetReset?: number | undefined
}

/** What a member of a share group shall have. */
export interface MockShareAssignment {
  readonly memberId: string
  readonly partitions: readonly TopicPartition[]
}

/** A request the mock has seen. */
export interface MockRequest {
  /** Id of the broker. */
  readonly broker: number
  /** As in the Kafka protocol: 0 Produce, 1 Fetch, 3 Metadata, 8 OffsetCommit, 9 OffsetFetch, 11 JoinGroup, 68 ConsumerGroupHeartbeat. */
  readonly apiKey: number
  readonly timestampUs: number
}

/**
 * librdkafka's Kafka inside the process, for tests and for `--embedded`. Brokers are numbered from 1. It keeps records in memory
 * and forgets the oldest (about 5 MB a partition). {@link destroy} comes after all its clients are destroyed.
 */
export class MockCluster {
  readonly #native: Native = native()
  readonly #handle: NativeHandle
  /** Addresses for `bootstrap.servers`. */
  readonly bootstrapServers: string

  /** @param brokers how many. Default 1 */
  constructor(brokers = 1) {
    this.#handle = this.#native.openMockCluster(brokers)
    this.bootstrapServers = this.#native.mockBootstraps(this.#handle)
  }

  /** Creates a topic; topics that are only used come into being with 4 partitions. @throws KafkaError */
  createTopic(topic: string, partitions: number, replicationFactor = 1): void {
    this.#native.mockCreateTopic(this.#handle, topic, partitions, replicationFactor)
  }

  /** Deletes a topic. @throws KafkaError */
  deleteTopic(topic: string): void {
    this.#native.mockDeleteTopic(this.#handle, topic)
  }

  /** Metadata answers for the topic carry this code; 0 ends it. */
  setTopicError(topic: string, errno: number): void {
    this.#native.mockSetTopicError(this.#handle, topic, errno)
  }

  /** Cuts the connections of a broker and takes no new ones. */
  brokerDown(brokerId: number): void {
    this.#native.mockSetBroker(this.#handle, brokerId, false)
  }

  /** Ends {@link brokerDown}. */
  brokerUp(brokerId: number): void {
    this.#native.mockSetBroker(this.#handle, brokerId, true)
  }

  /** Delays the answers of a broker. @param brokerId -1: all @param rttMs delay in ms */
  setRtt(brokerId: number, rttMs: number): void {
    this.#native.mockSetRtt(this.#handle, brokerId, rttMs)
  }

  /** Makes a broker the coordinator of a group or transactional id. */
  setCoordinator(kind: 'group' | 'transaction', key: string, brokerId: number): void {
    this.#native.mockSetCoordinator(this.#handle, kind, key, brokerId)
  }

  /** The next requests of this kind are answered with these codes, one each. */
  pushRequestErrors(apiKey: number, errnos: readonly number[]): void {
    this.#native.mockPushErrors(this.#handle, apiKey, errnos)
  }

  /** Forgets what {@link pushRequestErrors} left. */
  clearRequestErrors(apiKey: number): void {
    this.#native.mockClearErrors(this.#handle, apiKey)
  }

  /** Moves a partition. @param brokerId -1: no leader */
  setPartitionLeader(topic: string, partition: number, brokerId: number): void {
    this.#native.mockSetLeader(this.#handle, topic, partition, brokerId)
  }

  /** Deletes the records before an offset, as retention does. */
  deleteRecords(topic: string, partition: number, beforeOffset: number): void {
    this.#native.mockDeleteRecords(this.#handle, topic, partition, beforeOffset)
  }

  /** Versions of a request the brokers support; -1 and -1: none. */
  setApiVersion(apiKey: number, minVersion: number, maxVersion: number): void {
    this.#native.mockSetApiVersion(this.#handle, apiKey, minVersion, maxVersion)
  }

  /** Settings of consumer groups. */
  setGroup(options: MockGroupOptions): void {
    for (const [name, value] of Object.entries(options)) this.#option(name, value)
  }

  /**
   * Settings of share groups. Unlike Kafka the mock ends all share sessions of a broker, and gives their records back, when any client closes a connection
   * to it.
   */
  setShareGroup(options: MockShareGroupOptions): void {
    for (const [name, value] of Object.entries(options)) this.#option(`share${name[0]!.toUpperCase()}${name.slice(1)}`, value)
  }

  /** Ids of the members of a share group; none where there is no such group. */
  shareGroupMembers(groupId: string): readonly string[] {
    return this.#native.mockShareGroupMembers(this.#handle, groupId)
  }

  /**
   * Gives partitions to members of a share group, the same to several where that is wanted. Left alone, the mock gives each partition to one member. From
   * here on it assigns nothing by itself in this group; members that are not named keep what they have, later ones get nothing.
   *
   * @throws KafkaError `GROUP_ID_NOT_FOUND`, `UNKNOWN_MEMBER_ID`
   */
  assignShareGroup(groupId: string, assignments: readonly MockShareAssignment[]): void {
    const flat = assignments.flatMap(({ memberId, partitions }) => [memberId, flattenPartitions(partitions)])
    this.#native.mockAssignShareGroup(this.#handle, groupId, flat)
  }

  /** Begins to remember requests. */
  startRequestTracking(): void {
    this.#native.mockTrackRequests(this.#handle, true)
  }

  /** Stops and forgets them. */
  stopRequestTracking(): void {
    this.#native.mockTrackRequests(this.#handle, false)
  }

  /** The requests remembered. */
  requests(): readonly MockRequest[] {
    return this.#native.mockRequests(this.#handle)
  }

  /** Ends the cluster. May be called twice. */
  destroy(): void {
    this.#native.mockDestroy(this.#handle)
  }

  #option(name: string, value: number | undefined): void {
    if (value !== undefined) this.#native.mockSetOption(this.#handle, name, value)
  }
}
