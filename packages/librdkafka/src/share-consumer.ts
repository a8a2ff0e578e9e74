import type { ConfigDescription, ConfigResource } from './admin/configs.js'
import { describeConfigs } from './admin/configs.js'
import type { ClusterMetadata } from './admin/metadata.js'
import { describeMetadata } from './admin/metadata.js'
import type { RequestOptions, Requester } from './admin/request-options.js'
import { Client } from './client.js'
import type { ClientEvent } from './client-event.js'
import { mapEvents } from './client-event.js'
import type { ClientSettings } from './client-settings.js'
import { flattenSettings, wantsTokenRefresh } from './client-settings.js'
import { kafkaError } from './describe-error.js'
import { Errno } from './errno.js'
import { native } from './library.js'
import type { Native } from './native.js'
import type { ShareBatch } from './share-batch.js'
import { brokenRecordsOf, shareBatchOver } from './share-batch.js'
import type { TopicPartition } from './topic-partition.js'

/** What becomes of an acknowledged record. */
export const AcknowledgeType = Object.freeze({
  /** Done. */
  accept: 1,
  /** Back to the group; the delivery counts. */
  release: 2,
  /** Never again. */
  reject: 3,
})

const warningLevel = 4
const allLevels = 7

/**
 * A member of a share group (KIP-932), always with explicit acknowledgement. Needs Kafka 4.2. Of a Kafka that has no share groups at all (before 4.1) the
 * library says nothing, and asks it again for ever: there {@link describeConfigs} of a group is refused with `INVALID_REQUEST`.
 *
 * After each wake its owner calls {@link serve} until it answers null, looks at {@link results}, and calls {@link poll} when it {@link hasData} and no
 * record is in hand. The order after a batch is {@link acknowledge}, {@link commit}, {@link poll}: anything else lets acknowledgements wait for the next
 * fetch. One poll on an empty queue makes the library fetch until something comes: who does not want records has to {@link unsubscribe}.
 * Nothing here waits, but for what answers with a promise.
 */
export class ShareConsumer extends Client {
  readonly #native: Native
  // Written by poll: records, runs, 1 when events are waiting, ms waited, broken records.
  readonly #info = new Float64Array(5)
  readonly #partitions: TopicPartition[] = []
  readonly #requester: Requester
  #ending: Promise<void> | null = null

  /**
   * @param settings librdkafka properties; `group.id` is needed, `share.acknowledgement.mode` is always `explicit`
   * @param wake called when something happened, at most once at a time; what it throws is an uncaught exception
   * @throws ConfigError for a setting, LibraryError where librdkafka cannot be used
   */
  constructor(settings: ClientSettings, wake: () => void) {
    const flat = flattenSettings({ ...settings, 'share.acknowledgement.mode': 'explicit', ...loudEnough(settings) })
    super((onWake) => native().openShareConsumer(flat, onWake, wantsTokenRefresh(settings), logLevelOf(settings)), wake)
    this.#native = native()
    this.#requester = { handle: this.handle, requests: this.requests }
  }

  /** Joins the group for these topics, by exact name. @throws KafkaError `_INVALID_ARG` for an empty or repeated name, `_STATE` while closing */
  subscribe(topics: readonly string[]): void {
    this.#native.shareSubscribe(this.handle, topics)
  }

  /** Leaves the group: no more records are acquired. Records in hand stay locked and can be acknowledged. @throws KafkaError `_STATE` while closing */
  unsubscribe(): void {
    this.#native.shareSubscribe(this.handle, [])
  }

  /** The topics subscribed to. @throws KafkaError `_STATE` while closing */
  subscription(): readonly string[] {
    return this.#native.shareSubscription(this.handle)
  }

  /** The partition behind an id of a batch or result. Ids count up from 0 in the order of first sight. @throws KafkaError `_INVALID_ARG` */
  partition(id: number): TopicPartition {
    return (this.#partitions[id] ??= Object.freeze(this.#native.sharePartition(this.handle, id)))
  }

  /** Whether the library told of a batch or an error since the last {@link poll} that answered null. */
  get hasData(): boolean {
    return this.#native.shareHasData(this.handle)
  }

  /**
   * Takes what one fetch brought, and lets the library fetch again where it brought nothing. Never waits. Sizes are soft: a producer's batch arrives whole,
   * whatever `max.poll.records` says. Errors (`_MAX_POLL_EXCEEDED`, `TOPIC_AUTHORIZATION_FAILED`) become `consumer-error` events: see {@link pendingEvents}.
   *
   * @returns null where there is nothing, and from {@link close} on
   * @throws KafkaError `_STATE` while records of the last batch are not acknowledged, or nothing is subscribed to
   */
  poll(): ShareBatch | null {
    const info = this.#info
    const buffer = this.#native.sharePoll(this.handle, info)
    if (buffer === null) return null
    return shareBatchOver(buffer, info, info[4] === 0 ? [] : brokenRecordsOf(this.#native.shareBroken(this.handle)))
  }

  /** The last {@link poll} met events: call {@link serve}. */
  get pendingEvents(): boolean {
    return this.#info[2] === 1
  }

  /**
   * Takes events, without waiting; the results of acknowledgements arrive here too. Call it on every wake. Polling, not serving, keeps the membership
   * (`max.poll.interval.ms`). A fatal error comes once, as an `error` event with `fatal`.
   *
   * @returns null where there are none
   */
  serve(): readonly ClientEvent[] | null {
    const events = mapEvents(this.#native.serveShareConsumer(this.handle))
    this.#info[2] = 0
    this.settle()
    return events
  }

  /**
   * Says what becomes of records. Nothing is sent before {@link commit}, {@link poll} or {@link close}; until then another type replaces the first.
   *
   * @param rows four numbers each: partition id, {@link AcknowledgeType}, start and end (exclusive) within `offsets`
   * @param rowCount how many rows to read
   * @param offsets of the records
   * @returns how many records the library refused: it does not have them, or they were sent already
   * @throws KafkaError `_INVALID_ARG` for a row that cannot be, before anything is acknowledged
   */
  acknowledge(rows: Int32Array, rowCount: number, offsets: Float64Array): number {
    return this.#native.shareAcknowledge(this.handle, rows, rowCount, offsets)
  }

  /** Sends what was acknowledged. What becomes of it comes as {@link results}. @throws KafkaError `_STATE` while closing */
  commit(): void {
    this.#native.shareCommit(this.handle)
  }

  /**
   * What brokers answered to acknowledgements since the last call. Those of one partition that were sent together stand or fall together.
   *
   * @returns null, or four numbers a range: partition id, code (0 is success), first offset, offset behind the last one. Offsets that hold no record may be
   * among them.
   */
  results(): Float64Array | null {
    return this.#native.shareResults(this.handle)
  }

  /** Id of this member; null from {@link close} on. */
  memberId(): string | null {
    return this.#native.shareMemberId(this.handle)
  }

  /** Epoch of this member: above 0 once the coordinator has taken it in, 0 before and after it left; -1 from {@link close} on. */
  memberEpoch(): number {
    return this.#native.shareMemberEpoch(this.handle)
  }

  /** Settings of topics, groups, or of one broker a call; see {@link Admin.describeConfigs}. @throws KafkaError */
  describeConfigs(resources: readonly ConfigResource[], options?: RequestOptions): Promise<readonly ConfigDescription[]> {
    return describeConfigs(this.#requester, resources, options)
  }

  /** Brokers, topics and partitions; see {@link Admin.metadata}. @throws KafkaError */
  metadata(topics: readonly string[] | null, options?: RequestOptions): Promise<ClusterMetadata> {
    return describeMetadata(this.#requester, topics, options)
  }

  /**
   * Begins to leave the group: sends what was acknowledged, gives back the rest at once; that delivery counts. Then comes `closed` by {@link serve}, and
   * before it the last {@link results}. It waits for the fetch on its way (at most `fetch.wait.max.ms`) and for slow brokers (`socket.timeout.ms`): give it
   * a limit, and {@link destroy} then.
   *
   * @throws KafkaError where the group cannot be left; {@link destroy} is possible all the same
   */
  close(): void {
    this.#native.closeShareConsumer(this.handle)
  }

  /**
   * Frees the consumer. Without {@link close} first it closes by itself, and nobody hears the answers: what was acknowledged is sent, the rest goes back to the group.
   *
   * @param limitMs how long it may take, in ms. Default 10 000. What hangs longer (a known fault of the library) is left behind with its threads
   * @returns when librdkafka's threads and sockets of this consumer are gone
   * @throws KafkaError `_TIMED_OUT` after the limit
   */
  override destroy(limitMs = 10_000): Promise<void> {
    this.#ending ??= this.#destroyWithin(limitMs)
    return this.#ending
  }

  #destroyWithin(limitMs: number): Promise<void> {
    const ended = super.destroy()
    const leaveBehind = (): void => {
      this.settle()
      this.#native.abandon(this.handle)
      this.requests.rejectAll(kafkaError(Errno._TIMED_OUT, `the share consumer was not destroyed within ${limitMs} ms and is left behind`))
    }
    const timer = setTimeout(leaveBehind, limitMs)
    // The consumer itself keeps the process running, unless it was told not to.
    timer.unref()
    const stop = (): void => clearTimeout(timer)
    ended.then(stop, stop)
    return ended
  }
}

// The addon learns the inner client from a warning, and filters what was not asked for.
function loudEnough({ log_level: level }: ClientSettings): ClientSettings {
  return isQuieter(level) ? { log_level: warningLevel } : {}
}

function logLevelOf(settings: ClientSettings): number {
  // With `debug` the library raises the level itself.
  return isQuieter(settings['log_level']) && settings['debug'] === undefined ? Number(settings['log_level']) : allLevels
}

function isQuieter(level: ClientSettings[string]): boolean {
  return level !== null && level !== undefined && Number(level) >= 0 && Number(level) < warningLevel
}
