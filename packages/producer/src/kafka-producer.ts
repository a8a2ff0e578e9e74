import {
  isSamsaError,
  SamsaError,
  type Clock,
  type OutgoingRecord,
  type ProducerCloseReport,
  type ProducerObserver,
  type ProducerPort,
  type RecordMetadata,
} from '@samsa/contracts'
import { Errno, errorName, errorText } from '@samsa/librdkafka'
import { BatchSend } from './batch-send.js'
import { ClientEvents } from './client-events.js'
import { mapError } from './map-error.js'
import type { NativeProducer, OpenNativeProducer } from './native-producer.js'
import { Outbox, type QueueLimits } from './outbox.js'
import { isPurged, lostWithProducer, sendFailed, sendUnanswered } from './send-failure.js'
import { SingleSend } from './single-send.js'
import { Slots } from './slots.js'
import { TopicTable } from './topic-table.js'
import type { Explain, Waiter } from './waiter.js'
import { withinMs } from './within-ms.js'

/** Longest time that answers are taken in one turn of the event loop. */
const turnMs = 8
/** The library's queue was full although nothing of ours is in it: looked at again after this time. */
const retryMs = 10
/** A handle that failed before it delivered anything is followed by a fresh one at the first record after this time. */
const reopenMs = 2_000
/** How long `purge` and `destroy` may take before the producer counts as hung. */
const graceMs = 5_000

/** What a producer is made of. */
export interface KafkaProducerParts {
  readonly cluster: string
  readonly open: OpenNativeProducer
  readonly limits: QueueLimits
  readonly observer: ProducerObserver
  readonly clock: Clock
}

/**
 * Sends over librdkafka. Records of one turn of the event loop reach the library in one call.
 *
 * | state | `send` | left |
 * | --- | --- | --- |
 * | open | taken | `close` → closing; a fatal error → renewing |
 * | renewing | taken, waits | what the old handle held is answered → open with a fresh handle, or failed |
 * | failed | rejected with the fatal error; 2 s later taken → open with a fresh handle | `close` → closing |
 * | closing | rejected, `SAMSA_PRODUCER_CLOSED` | all answered, or the deadline → closed |
 * | closed | rejected, `SAMSA_PRODUCER_CLOSED` | never |
 *
 * A fatal error (idempotence lost its sequence) ends the library's handle, not this producer: what the handle held is rejected as retryable,
 * what waited here goes to a fresh handle. A handle that fails before it delivered a record would fail again (no right to write, say): then the state is failed, until
 * somebody sends later, when the right may have been given.
 */
export class KafkaProducer implements ProducerPort {
  readonly #parts: KafkaProducerParts
  readonly #slots = new Slots()
  readonly #events: ClientEvents
  readonly #outbox: Outbox
  readonly #unanswered = new Map<string, number>()
  #native: NativeProducer
  #state: 'open' | 'renewing' | 'failed' | 'closing' | 'closed' = 'open'
  #fatal: SamsaError | null = null
  /** In the state failed: when a fresh handle is worth it. */
  #reopenAtMs = 0
  #explain: Explain
  #flushPlanned = false
  #retryPlanned = false
  #onIdle: (() => void) | null = null
  #closing: Promise<ProducerCloseReport> | null = null

  constructor(parts: KafkaProducerParts) {
    this.#parts = parts
    this.#events = new ClientEvents(parts.cluster, parts.observer, parts.clock, () => this.#slots.used > 0)
    this.#explain = this.#explainBy(null)
    this.#native = parts.open(this.#wake)
    this.#outbox = new Outbox(this.#native, this.#slots, new TopicTable(), parts.limits, {
      failed: this.#onFailed,
      refusedAll: this.#onRefusedAll,
    })
  }

  readonly send = (topic: string, record: OutgoingRecord): Promise<RecordMetadata> => {
    if (!this.#takesRecords()) return Promise.reject(this.#refusal(topic))
    const waiter = new SingleSend(topic)
    this.#add(topic, record, waiter, 0)
    if (!this.#flushPlanned) this.#planFlush()
    return waiter.promise
  }

  readonly sendAll = (topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordMetadata[]> => {
    if (!this.#takesRecords()) return Promise.reject(this.#refusal(topic))
    if (records.length === 0) return Promise.resolve([])
    const waiter = new BatchSend(topic, records.length)
    for (let position = 0; position < records.length; position++) this.#add(topic, records[position]!, waiter, position)
    if (!this.#flushPlanned) this.#planFlush()
    return waiter.promise
  }

  readonly outstanding = (): number => this.#slots.used

  readonly close = (deadlineMs: number): Promise<ProducerCloseReport> => (this.#closing ??= this.#close(deadlineMs))

  #takesRecords(): boolean {
    if (this.#state === 'failed' && this.#parts.clock.now() >= this.#reopenAtMs) this.#reopen()
    return this.#state === 'open' || this.#state === 'renewing'
  }

  #add(topic: string, record: OutgoingRecord, waiter: Waiter, position: number): void {
    try {
      this.#outbox.add(topic, record, waiter, position)
    } catch (cause) {
      waiter.failed(position, -1, Errno._INVALID_ARG, () => (isSamsaError(cause) ? cause : unwritable(topic, cause)))
    }
  }

  #planFlush(): void {
    this.#flushPlanned = true
    setImmediate(this.#flush)
  }

  readonly #flush = (): void => {
    this.#flushPlanned = false
    this.#outbox.pump()
    this.#lookAround()
  }

  readonly #wake = (): void => {
    if (this.#state === 'closed') return
    const { clock } = this.#parts
    const startMs = clock.now()
    const deliveredBefore = this.#outbox.delivered
    // events first: they say why records come back without having arrived
    const fatal = this.#events.read(this.#native)
    if (fatal !== null) this.#onFatal(fatal)
    const more = this.#outbox.takeAnswers(() => clock.now() - startMs > turnMs)
    if (this.#outbox.delivered > deliveredBefore) this.#events.delivered()
    this.#outbox.pump()
    if (more) setImmediate(this.#wake)
    this.#lookAround()
  }

  /** What may have become due since answers came or records were handed over. */
  #lookAround(): void {
    if (this.#state === 'renewing' && this.#outbox.inNative === 0) this.#renew()
    if (this.#slots.used === 0) this.#onIdle?.()
    else if (this.#outbox.isStuck) this.#planRetry()
  }

  #planRetry(): void {
    if (this.#retryPlanned) return
    this.#retryPlanned = true
    this.#parts.clock.at(this.#parts.clock.now() + retryMs, () => {
      this.#retryPlanned = false
      this.#flush()
    })
  }

  readonly #onRefusedAll = (errno: number): void => {
    this.#onFatal(mapError(this.#parts.cluster, errorName(errno), errorText(errno), true))
  }

  #onFatal(fatal: SamsaError): void {
    if (this.#fatal !== null) return
    this.#fatal = fatal
    this.#explain = this.#explainBy(fatal)
    this.#parts.observer.trouble(fatal)
    this.#outbox.pause()
    this.#native.purge()
    if (this.#state === 'open') this.#state = 'renewing'
    else this.#outbox.failWaiting()
  }

  #renew(): void {
    const useless = this.#outbox.delivered === 0
    void this.#native.destroy()
    this.#outbox.detach()
    if (useless) {
      this.#state = 'failed'
      this.#reopenAtMs = this.#parts.clock.now() + reopenMs
      this.#outbox.failWaiting()
      return
    }
    this.#reopen()
    this.#outbox.pump()
  }

  #reopen(): void {
    this.#fatal = null
    this.#explain = this.#explainBy(null)
    this.#state = 'open'
    this.#native = this.#parts.open(this.#wake)
    this.#outbox.attach(this.#native)
  }

  readonly #onFailed = (waiter: Waiter, position: number, partition: number, errno: number): void => {
    if (isPurged(errno) && this.#fatal === null) this.#unanswered.set(waiter.topic, (this.#unanswered.get(waiter.topic) ?? 0) + 1)
    waiter.failed(position, partition, errno, this.#explain)
  }

  /** How failures are explained from now on. A function of its own for each handle: a batch asks when its last record is answered. */
  #explainBy(fatal: SamsaError | null): Explain {
    const { cluster } = this.#parts
    return (topic, partition, errno) => {
      if (!isPurged(errno)) return sendFailed(cluster, topic, partition, errno, this.#events.lastTrouble)
      return fatal === null ? sendUnanswered(cluster, topic, partition, errno) : lostWithProducer(cluster, topic, partition, errno, fatal)
    }
  }

  #refusal(topic: string): SamsaError {
    const details = { cluster: this.#parts.cluster, topic }
    if (this.#state !== 'failed' || this.#fatal === null)
      return new SamsaError('SAMSA_PRODUCER_CLOSED', `nothing can be sent to ${topic}: the producer is closed`, { details })
    return new SamsaError('SAMSA_SEND_FAILED', `nothing can be sent to ${topic}: ${this.#fatal.message}`, { details, cause: this.#fatal })
  }

  async #close(deadlineMs: number): Promise<ProducerCloseReport> {
    const { clock } = this.#parts
    const handleGone = this.#state === 'failed'
    this.#state = 'closing'
    if (this.#fatal === null) this.#outbox.pump()
    else this.#outbox.failWaiting()
    void this.#keepFlushing(deadlineMs)
    await this.#idle(deadlineMs)
    this.#outbox.pause()
    this.#outbox.failWaiting()
    if (this.#slots.used > 0) this.#native.purge()
    const answered = await this.#idle(clock.now() + graceMs)
    this.#outbox.failAll()
    this.#state = 'closed'
    const destroyed = handleGone || (await withinMs(this.#native.destroy(), graceMs, clock))
    return { unanswered: [...this.#unanswered].map(([topic, count]) => ({ topic, count })), hung: !answered || !destroyed }
  }

  /** While flushing the library sends at once, whatever `linger.ms` says. In short steps: a flush that runs does not see what is handed over later. */
  async #keepFlushing(deadlineMs: number): Promise<void> {
    while (this.#state === 'closing' && this.#slots.used > 0) {
      const leftMs = deadlineMs - this.#parts.clock.now()
      if (leftMs <= 0) return
      await this.#native.flush(Math.min(leftMs, 1_000)).catch(() => undefined)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** Whether everything was answered before `untilMs`. */
  #idle(untilMs: number): Promise<boolean> {
    if (this.#slots.used === 0) return Promise.resolve(true)
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve
    })
    return withinMs(idle, untilMs - this.#parts.clock.now(), this.#parts.clock)
  }
}

function unwritable(topic: string, cause: unknown): SamsaError {
  const text = cause instanceof Error ? cause.message : String(cause)
  return new SamsaError(
    'SAMSA_SERIALIZE',
    `record for ${topic} cannot be written: ${text}; keys, values and headers are Uint8Array, string or null`,
    { details: { topic }, cause },
  )
}
