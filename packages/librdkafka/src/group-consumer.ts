import type { GroupDescription } from './admin/groups.js'
import { describeGroups } from './admin/groups.js'
import type { ListOffsetsOptions, ListOffsetsSpec, ListedOffset } from './admin/offsets.js'
import { listOffsets } from './admin/offsets.js'
import type { ClusterMetadata } from './admin/metadata.js'
import { describeMetadata } from './admin/metadata.js'
import type { RequestOptions } from './admin/request-options.js'
import { Client } from './client.js'
import type { ClientEvent } from './client-event.js'
import { mapEvents } from './client-event.js'
import type { ClientSettings } from './client-settings.js'
import { flattenSettings, wantsTokenRefresh } from './client-settings.js'
import { native } from './library.js'
import type { Native } from './native.js'
import type { NativeBatch } from './native-batch.js'
import { batchOver } from './native-batch.js'
import type { FlatList, TopicPartition, TopicPartitionOffset, TopicPartitionResult } from './topic-partition.js'
import { flattenOffsets, flattenPartitions, unflattenResults } from './topic-partition.js'

/** The lowest and the next offset of a partition. */
export interface Watermarks {
  readonly low: number
  readonly high: number
}

/**
 * A member of a consumer group.
 *
 * After each wake its owner calls {@link serve} and {@link take} until both answer null; who stops earlier has to come back without a wake.
 * Every partition has a queue of its own, so one can be held back without a refetch and without an effect on the others.
 * Nothing here waits, but for what answers with a promise. No group policy is decided here: assignments are answered, offsets committed by the owner.
 */
export class GroupConsumer extends Client {
  readonly #native: Native
  // Written by take: records, runs, 1 when events are waiting.
  readonly #info = new Int32Array(3)

  /**
   * @param settings librdkafka properties; `group.id` is needed
   * @param wake called when something happened, at most once at a time; what it throws is an uncaught exception
   * @throws ConfigError for a setting, LibraryError where librdkafka cannot be used
   */
  constructor(settings: ClientSettings, wake: () => void) {
    super((onWake) => native().openGroupConsumer(flattenSettings(settings), onWake, wantsTokenRefresh(settings)), wake)
    this.#native = native()
  }

  /** Joins the group for these topics; a name that begins with `^` is a regular expression. @throws KafkaError */
  subscribe(topics: readonly string[]): void {
    this.#native.subscribe(this.handle, topics)
  }

  /** Leaves the group; the revoke event follows. @throws KafkaError */
  unsubscribe(): void {
    this.#native.subscribe(this.handle, [])
  }

  /** The topics subscribed to. */
  subscription(): readonly string[] {
    return this.#native.subscription(this.handle)
  }

  /**
   * Polls for events, without waiting; this keeps the membership (`max.poll.interval.ms`) and is the only place where events arise.
   * Call it on every wake and, when nothing happens, once a second.
   *
   * @returns null where there are none, and from {@link destroy} on: what comes then could not be answered
   */
  serve(): readonly ClientEvent[] | null {
    const events = mapEvents(this.#native.serveGroupConsumer(this.handle))
    this.#info[2] = 0
    this.settle()
    return this.destroyed ? null : events
  }

  /** The last {@link take} met events: call {@link serve}. */
  get pendingEvents(): boolean {
    return this.#info[2] === 1
  }

  /** The queue of a partition; opened at the first call, or by an assignment, and kept for the life of the client. @returns its id: 0, 1, 2, … */
  openQueue(topic: string, partition: number): number {
    return this.#native.openQueue(this.handle, topic, partition)
  }

  /** Leaves the records of a queue where they are: no refetch; the other queues go on. */
  hold(queueId: number): void {
    this.#native.hold(this.handle, queueId)
  }

  /** Ends {@link hold}, and wakes. */
  release(queueId: number): void {
    this.#native.release(this.handle, queueId)
  }

  /** Records waiting in a queue. */
  queueLength(queueId: number): number {
    return this.#native.queueLength(this.handle, queueId)
  }

  /** Whether a {@link take} could answer with something now. */
  ready(): boolean {
    return this.#native.ready(this.handle)
  }

  /**
   * Takes records from the queues that have some and are not held, in turn. Never waits.
   *
   * @param maxRecords at most so many
   * @param maxBytes of keys and values: a soft bound, passed by part of one chunk at most
   * @returns null where there are none; errors of partitions become events
   */
  take(maxRecords: number, maxBytes: number): NativeBatch | null {
    const info = this.#info
    const buffer = this.#native.take(this.handle, maxRecords, maxBytes, info)
    return buffer === null ? null : batchOver(buffer, info[0]!, info[1]!, info[2] === 1)
  }

  /** Answers an eager `assign` event, or takes partitions without a group. Their queues are opened first. @throws KafkaError */
  assign(list: readonly TopicPartitionOffset[]): void {
    this.#native.assign(this.handle, flattenOffsets(list))
  }

  /** Answers an eager `revoke` event. @throws KafkaError */
  unassign(): void {
    this.#native.assign(this.handle, null)
  }

  /** Answers a cooperative `assign` event, also one without partitions. @throws KafkaError */
  incrementalAssign(list: readonly TopicPartitionOffset[]): void {
    this.#native.incrementalAssign(this.handle, flattenOffsets(list))
  }

  /** Answers a cooperative `revoke` event, also one without partitions. @throws KafkaError */
  incrementalUnassign(list: readonly TopicPartition[]): void {
    this.#native.incrementalUnassign(this.handle, flattenPartitions(list))
  }

  /** What is assigned now. */
  assignment(): readonly TopicPartitionResult[] {
    return unflattenResults(this.#native.assignment(this.handle))
  }

  /**
   * Commits offsets (of the next record). Settles inside {@link serve}. Commits in flight are answered in order.
   *
   * @returns the result of each partition
   * @throws KafkaError with `partitions`; a classic group that waits for others to rejoin answers ILLEGAL_GENERATION although it owns the partitions
   */
  commit(list: readonly TopicPartitionOffset[]): Promise<readonly TopicPartitionResult[]> {
    if (list.length === 0) return Promise.resolve([])
    return this.requests.start((id) => this.#native.commit(this.handle, flattenOffsets(list), id), unflattenResults)
  }

  /** The group's committed offsets; -1001 where there is none. @throws KafkaError with `partitions` */
  committed(list: readonly TopicPartition[], timeoutMs: number): Promise<readonly TopicPartitionResult[]> {
    return this.requests.start((id) => this.#native.committed(this.handle, flattenPartitions(list), timeoutMs, id), unflattenResults)
  }

  /** Continues elsewhere in assigned partitions; records already fetched are dropped. @throws KafkaError with `partitions` */
  seek(list: readonly TopicPartitionOffset[], timeoutMs: number): Promise<readonly TopicPartitionResult[]> {
    return this.requests.start((id) => this.#native.seek(this.handle, flattenOffsets(list), timeoutMs, id), unflattenResults)
  }

  /** Offsets by time, asked of the brokers; see {@link Admin.listOffsets}. @throws KafkaError */
  listOffsets(specs: readonly ListOffsetsSpec[], options?: ListOffsetsOptions): Promise<readonly ListedOffset[]> {
    return listOffsets({ handle: this.handle, requests: this.requests }, specs, options)
  }

  /** Groups with their members; see {@link Admin.describeGroups}. @throws KafkaError */
  describeGroups(groupIds: readonly string[], options?: RequestOptions): Promise<readonly GroupDescription[]> {
    return describeGroups({ handle: this.handle, requests: this.requests }, groupIds, options)
  }

  /** Brokers, topics and partitions; see {@link Admin.metadata}. @throws KafkaError */
  metadata(topics: readonly string[] | null, options?: RequestOptions): Promise<ClusterMetadata> {
    return describeMetadata({ handle: this.handle, requests: this.requests }, topics, options)
  }

  /** Offsets seen by the fetcher last, without asking a broker; -1001 where not known yet. */
  watermarks(topic: string, partition: number): Watermarks {
    return this.#native.watermarks(this.handle, topic, partition)
  }

  /** Offset of the next record `take` would answer with; -1001 before the first. */
  position(list: readonly TopicPartition[]): readonly TopicPartitionResult[] {
    return this.#each(this.#native.position, list)
  }

  /** Stops fetching, throws away what was fetched; for minutes, not for back pressure: see {@link hold}. */
  pause(list: readonly TopicPartition[]): readonly TopicPartitionResult[] {
    return this.#each(this.#native.pause, list)
  }

  /** Ends {@link pause}: fetches again from the position. */
  resume(list: readonly TopicPartition[]): readonly TopicPartitionResult[] {
    return this.#each(this.#native.resume, list)
  }

  /** Identity and generation of this member as data, for `Producer.sendOffsets`. */
  groupMetadata(): Uint8Array {
    return this.#native.groupMetadata(this.handle)
  }

  /** Id given by the coordinator; null before. */
  memberId(): string | null {
    return this.#native.memberId(this.handle)
  }

  /** `NONE` before the first assignment. KIP-848 answers `COOPERATIVE`. */
  rebalanceProtocol(): 'NONE' | 'EAGER' | 'COOPERATIVE' {
    return this.#native.rebalanceProtocol(this.handle) as 'NONE' | 'EAGER' | 'COOPERATIVE'
  }

  /** Whether the assignment is lost; events carry it, since answering them resets it. */
  assignmentLost(): boolean {
    return this.#native.assignmentLost(this.handle)
  }

  /**
   * Begins to leave the group. An assignment or revocation that is not answered yet is answered first, so drain and commit before. Then comes at most
   * one `revoke` event, to be answered, and `closed`. From here on {@link take} answers null, commits work until `closed`, and what asks the group
   * (`subscribe`, `assignment`, `memberId`, `groupMetadata`) throws `_STATE` unless a revocation is open.
   *
   * @throws KafkaError where the group cannot be left; {@link destroy} is possible all the same
   */
  close(): void {
    this.#native.closeGroupConsumer(this.handle)
  }

  #each(call: (handle: typeof this.handle, list: FlatList) => FlatList, list: readonly TopicPartition[]): readonly TopicPartitionResult[] {
    return unflattenResults(call(this.handle, flattenPartitions(list)))
  }
}
