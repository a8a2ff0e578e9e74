import type { ConfigChange, ConfigDescription, ConfigOutcome, ConfigResource } from './admin/configs.js'
import { alterConfigs, describeConfigs } from './admin/configs.js'
import { GroupOffsetsClient } from './admin/group-offsets-client.js'
import type { GroupDescription, GroupListings, GroupOutcome, ListGroupOffsetsOptions } from './admin/groups.js'
import { alterGroupOffsets, deleteGroups, describeGroups, listGroupOffsets, listGroups } from './admin/groups.js'
import type { ClusterMetadata } from './admin/metadata.js'
import { describeMetadata } from './admin/metadata.js'
import type { ListOffsetsOptions, ListOffsetsSpec, ListedOffset } from './admin/offsets.js'
import { listOffsets } from './admin/offsets.js'
import type { RequestOptions, Requester } from './admin/request-options.js'
import type { CreateTopicsOptions, NewPartitions, NewTopic, TopicOutcome } from './admin/topics.js'
import { createPartitions, createTopics, deleteRecords, deleteTopics } from './admin/topics.js'
import { Client } from './client.js'
import type { ClientEvent } from './client-event.js'
import { mapEvents } from './client-event.js'
import type { ClientSettings } from './client-settings.js'
import { flattenSettings, wantsTokenRefresh } from './client-settings.js'
import { kafkaError } from './describe-error.js'
import { Errno } from './errno.js'
import { native } from './library.js'
import type { TopicPartition, TopicPartitionOffset, TopicPartitionResult } from './topic-partition.js'

/**
 * Administration of a cluster. It serves itself; promises settle on their own.
 * A promise is rejected (KafkaError) where the request failed as a whole; single items carry their own error.
 * What is called with an empty list answers with one, without a request.
 */
export class Admin extends Client {
  readonly #client: Requester
  readonly #openOffsetsClient: (groupId: string) => GroupOffsetsClient
  #offsetsClient: GroupOffsetsClient | null = null
  #referenced = true
  #ending: Promise<void> | null = null

  /**
   * @param settings librdkafka properties
   * @param onEvent gets errors of connections, log lines, statistics. Default: they are dropped
   * @throws ConfigError for a setting, LibraryError where librdkafka cannot be used
   */
  constructor(settings: ClientSettings, onEvent?: (event: ClientEvent) => void) {
    const serve = (): void => {
      const events = mapEvents(native().serveProducer(this.handle))
      if (onEvent !== undefined) events?.forEach(onEvent)
    }
    super((onWake) => native().openProducer(flattenSettings(settings), onWake, wantsTokenRefresh(settings)), serve)
    this.#client = { handle: this.handle, requests: this.requests }
    this.#openOffsetsClient = (groupId) => new GroupOffsetsClient(settings, groupId, onEvent)
  }

  override destroy(): Promise<void> {
    this.#ending ??= Promise.all([super.destroy(), this.#offsetsClient?.destroy()]).then(() => undefined)
    return this.#ending
  }

  override ref(): void {
    this.#referenced = true
    super.ref()
    this.#offsetsClient?.ref()
  }

  override unref(): void {
    this.#referenced = false
    super.unref()
    this.#offsetsClient?.unref()
  }

  /** Creates topics. */
  createTopics(topics: readonly NewTopic[], options?: CreateTopicsOptions): Promise<readonly TopicOutcome[]> {
    return createTopics(this.#client, topics, options)
  }

  /** Deletes topics with their records. */
  deleteTopics(topics: readonly string[], options?: RequestOptions): Promise<readonly TopicOutcome[]> {
    return deleteTopics(this.#client, topics, options)
  }

  /** Adds partitions to topics. */
  createPartitions(topics: readonly NewPartitions[], options?: RequestOptions): Promise<readonly TopicOutcome[]> {
    return createPartitions(this.#client, topics, options)
  }

  /** Deletes the records before the given offsets; -1 (`LogicalOffset.end`) deletes all. @returns `offset` is the lowest that is left */
  deleteRecords(list: readonly TopicPartitionOffset[], options?: RequestOptions): Promise<readonly TopicPartitionResult[]> {
    return deleteRecords(this.#client, list, options)
  }

  /** Brokers, and the topics named or (null) all of them; a topic that does not exist has errno 3. Never creates a topic. */
  metadata(topics: readonly string[] | null, options?: RequestOptions): Promise<ClusterMetadata> {
    return describeMetadata(this.#client, topics, options)
  }

  /** Offsets by place or time, asked of the leaders. */
  listOffsets(specs: readonly ListOffsetsSpec[], options?: ListOffsetsOptions): Promise<readonly ListedOffset[]> {
    return listOffsets(this.#client, specs, options)
  }

  /** All groups, of every type. */
  listGroups(options?: RequestOptions): Promise<GroupListings> {
    return listGroups(this.#client, options)
  }

  /** Consumer groups with their members, KIP-848 ones included; a share group answers with an error. */
  describeGroups(groupIds: readonly string[], options?: RequestOptions): Promise<readonly GroupDescription[]> {
    return describeGroups(this.#client, groupIds, options)
  }

  /** Committed offsets of a group, of the partitions named or (null) all that have one; -1001 where there is none. */
  listGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[] | null,
    options?: ListGroupOffsetsOptions,
  ): Promise<readonly TopicPartitionResult[]> {
    if (this.destroyed) return Promise.reject(kafkaError(Errno._DESTROY))
    const client = (this.#offsetsClient ??= this.#openOffsetsClient(groupId))
    if (!this.#referenced) client.unref()
    return listGroupOffsets(client.requester, groupId, partitions, options)
  }

  /** Sets committed offsets of a group; refused (`UNKNOWN_MEMBER_ID`) while it has members. */
  alterGroupOffsets(
    groupId: string,
    list: readonly TopicPartitionOffset[],
    options?: RequestOptions,
  ): Promise<readonly TopicPartitionResult[]> {
    return alterGroupOffsets(this.#client, groupId, list, options)
  }

  /** Deletes groups without members, with their offsets. */
  deleteGroups(groupIds: readonly string[], options?: RequestOptions): Promise<readonly GroupOutcome[]> {
    return deleteGroups(this.#client, groupIds, options)
  }

  /** Settings of topics, groups, or of one broker a call. */
  describeConfigs(resources: readonly ConfigResource[], options?: RequestOptions): Promise<readonly ConfigDescription[]> {
    return describeConfigs(this.#client, resources, options)
  }

  /** Changes settings; what is not named stays (KIP-339). One broker a call. */
  alterConfigs(changes: readonly ConfigChange[], options?: RequestOptions): Promise<readonly ConfigOutcome[]> {
    return alterConfigs(this.#client, changes, options)
  }
}
