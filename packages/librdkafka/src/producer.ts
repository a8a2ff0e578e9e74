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
import { KafkaError } from './kafka-error.js'
import { native } from './library.js'
import type { Native } from './native.js'
import type { ProduceBatch } from './produce-batch.js'
import type { TopicPartitionOffset } from './topic-partition.js'
import { flattenOffsets } from './topic-partition.js'

/**
 * Sends records. After each wake its owner calls {@link serve} and {@link deliveries} until both answer null.
 * Nothing here waits, but for what answers with a promise.
 */
export class Producer extends Client {
  readonly #native: Native
  readonly #topics = new Map<string, number>()

  /**
   * @param settings librdkafka properties
   * @param wake called when something happened, at most once at a time; what it throws is an uncaught exception
   * @throws ConfigError for a setting, LibraryError where librdkafka cannot be used
   */
  constructor(settings: ClientSettings, wake: () => void) {
    super((onWake) => native().openProducer(flattenSettings(settings), onWake, wantsTokenRefresh(settings)), wake)
    this.#native = native()
  }

  /** The index of a topic for {@link produce}; the same at every call. @throws KafkaError for a name Kafka does not allow */
  topic(name: string): number {
    let index = this.#topics.get(name)
    if (index === undefined) this.#topics.set(name, (index = this.#native.topic(this.handle, name)))
    return index
  }

  /**
   * Hands records over in one call, without waiting; librdkafka copies them. Stops at the first full queue
   * (`queue.buffering.max.messages`, `queue.buffering.max.kbytes`), so that the order is kept.
   *
   * @param batch `errors` is written: 0 for what was taken, else the code of what was refused
   * @param from first row
   * @param to row behind the last
   * @returns how many rows from `from` on are dealt with; fewer than asked: the queue is full, call again from there when deliveries came
   * @throws KafkaError `_INVALID_ARG` for a row outside of the slab
   */
  produce(batch: ProduceBatch, from = 0, to: number = batch.errors.length): number {
    return this.#native.produce(this.handle, batch.bytes, batch.rows, batch.timestamps, batch.errors, from, to)
  }

  /** What became of records: four values each: id, code (0 delivered), partition, offset. @param max rows @returns null where there are none */
  deliveries(max: number): Float64Array | null {
    return this.#native.deliveries(this.handle, max)
  }

  /** Polls for events, without waiting. @returns null where there are none */
  serve(): readonly ClientEvent[] | null {
    const events = mapEvents(this.#native.serveProducer(this.handle))
    this.settle()
    return events
  }

  /**
   * Waits until every record is delivered or refused; {@link deliveries} has to be called meanwhile.
   *
   * @returns null, or the error: `_TIMED_OUT`
   * @throws KafkaError `_DESTROY`
   */
  flush(timeoutMs: number): Promise<KafkaError | null> {
    return this.requests
      .start<null, null>(
        (id) => this.#native.flush(this.handle, timeoutMs, id),
        () => null,
      )
      .catch((error: unknown) => {
        if (error instanceof KafkaError && error.name !== '_DESTROY') return error
        throw error
      })
  }

  /** Gives up everything not delivered: it comes back in {@link deliveries} with `_PURGE_QUEUE` or `_PURGE_INFLIGHT` (may still reach Kafka). */
  purge(): void {
    this.#native.purge(this.handle)
  }

  /** Records and events not dealt with. */
  outstanding(): number {
    return this.#native.outstanding(this.handle)
  }

  /** Fences older producers of the `transactional.id` and finishes their transactions. @throws KafkaError */
  initTransactions(timeoutMs: number): Promise<void> {
    return this.#transact((id) => this.#native.initTransactions(this.handle, timeoutMs, id))
  }

  /** Begins a transaction. @throws KafkaError */
  async beginTransaction(): Promise<void> {
    this.#native.beginTransaction(this.handle)
  }

  /** Flushes and commits; {@link deliveries} has to be called meanwhile. @throws KafkaError: `abortable`, `retriable` and `fatal` say what may follow */
  commitTransaction(timeoutMs: number): Promise<void> {
    return this.#transact((id) => this.#native.commitTransaction(this.handle, timeoutMs, id))
  }

  /** Purges and aborts; {@link deliveries} has to be called meanwhile. @throws KafkaError */
  abortTransaction(timeoutMs: number): Promise<void> {
    return this.#transact((id) => this.#native.abortTransaction(this.handle, timeoutMs, id))
  }

  /** Makes a group's offsets part of the transaction. @param groupMetadata of `GroupConsumer.groupMetadata()`, taken now @throws KafkaError */
  sendOffsets(list: readonly TopicPartitionOffset[], groupMetadata: Uint8Array, timeoutMs: number): Promise<void> {
    return this.#transact((id) => this.#native.sendOffsets(this.handle, flattenOffsets(list), groupMetadata, timeoutMs, id))
  }

  /** Offsets by time, asked of the brokers; see {@link Admin.listOffsets}. @throws KafkaError */
  listOffsets(specs: readonly ListOffsetsSpec[], options?: ListOffsetsOptions): Promise<readonly ListedOffset[]> {
    return listOffsets({ handle: this.handle, requests: this.requests }, specs, options)
  }

  /** Brokers, topics and partitions; see {@link Admin.metadata}. @throws KafkaError */
  metadata(topics: readonly string[] | null, options?: RequestOptions): Promise<ClusterMetadata> {
    return describeMetadata({ handle: this.handle, requests: this.requests }, topics, options)
  }

  #transact(begin: (id: number) => void): Promise<void> {
    return this.requests.start<null, void>(begin, () => undefined)
  }
}
