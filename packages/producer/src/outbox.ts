import type { OutgoingRecord } from '@samsa/contracts'
import { Errno } from '@samsa/librdkafka'
import type { NativeProducer } from './native-producer.js'
import { PageQueue } from './page-queue.js'
import type { Page } from './page.js'
import { isFatal, purgedInFlight, purgedInQueue } from './send-failure.js'
import type { Slots } from './slots.js'
import type { TopicTable } from './topic-table.js'
import type { Waiter } from './waiter.js'

/** How many answers one native call brings at most. */
const answersPerCall = 4096

/** What the library takes before it answers `_QUEUE_FULL`. */
export interface QueueLimits {
  readonly records: number
  readonly bytes: number
}

/** Who hears of what went wrong. */
export interface OutboxObserver {
  /** This record did not arrive. */
  readonly failed: (waiter: Waiter, position: number, partition: number, errno: number) => void
  /** The library's handle takes no more records; nothing is handed over until `attach`. */
  readonly refusedAll: (errno: number) => void
}

/**
 * Records between `send` and their answers: written to pages, handed to the library in order and no faster than its queue takes them,
 * settled by its delivery reports. A full queue leaves them waiting here; nothing overtakes.
 */
export class Outbox {
  readonly #queue = new PageQueue()
  #native: NativeProducer | null
  #inNative = 0
  #paused = false
  #delivered = 0

  /** `native`: the handle to begin with, as `attach`. */
  constructor(
    native: NativeProducer,
    private readonly slots: Slots,
    private readonly topics: TopicTable,
    private readonly limits: QueueLimits,
    private readonly observer: OutboxObserver,
  ) {
    this.#native = native
    topics.attach(native)
  }

  /** Records that the library has and has not answered. */
  get inNative(): number {
    return this.#inNative
  }

  /** Records that this library handle delivered. */
  get delivered(): number {
    return this.#delivered
  }

  /** Whether records wait although the library has none: no answer will come that makes room. */
  get isStuck(): boolean {
    return !this.#paused && this.#inNative === 0 && this.#queue.head() !== null
  }

  /** Copies a record; what is no key, value or header throws and changes nothing. */
  add(topic: string, record: OutgoingRecord, waiter: Waiter, position: number): void {
    let page = this.#queue.tail
    if (!page.fits(record)) {
      this.pump()
      page = this.#queue.tail
      if (!page.fits(record)) page = this.#queue.extend(record)
    }
    page.append(this.topics.index(topic), record)
    page.setSlot(page.length - 1, this.slots.take(waiter, position))
  }

  /** Hands over what waits, as far as the library's queue has room. */
  pump(): void {
    for (let page = this.#queue.head(); page !== null; page = this.#queue.head()) {
      const room = this.limits.records - this.#inNative
      if (this.#paused || room <= 0) return
      const to = Math.min(page.length, page.sent + room)
      this.#handOver(page, to)
      if (this.#paused) return
      if (page.sent < to && !this.#refuseOversized(page)) return
      if (page.sent === page.length) this.#queue.retireHead()
    }
  }

  /** Takes answers until there are none, or `enough()`; answers whether there may be more. */
  takeAnswers(enough: () => boolean): boolean {
    for (;;) {
      const answers = this.#native?.deliveries(answersPerCall) ?? null
      if (answers === null) return false
      this.#settle(answers)
      if (enough()) return true
    }
  }

  /** Fails what waits here. */
  failWaiting(): void {
    for (let page = this.#queue.head(); page !== null; page = this.#queue.head()) {
      for (let row = page.sent; row < page.length; row++) this.#fail(page.slot(row), page.partition(row), purgedInQueue)
      this.#queue.retireHead()
    }
  }

  /** Fails what waits here, and what the library holds and will not answer any more. */
  failAll(): void {
    this.failWaiting()
    this.slots.forEach((slot) => this.#fail(slot, -1, purgedInFlight))
  }

  /** Stops handing over: from here on `pump` does nothing. Answers are still taken. */
  pause(): void {
    this.#paused = true
  }

  /** Gives the handle up. Records that are added meanwhile wait for `attach`. */
  detach(): void {
    this.pause()
    this.topics.detach()
    this.#native = null
    this.#inNative = 0
    this.#delivered = 0
  }

  /** Goes on with a fresh handle: what waits goes to it. */
  attach(native: NativeProducer): void {
    this.topics.attach(native)
    this.#native = native
    this.#paused = false
  }

  #handOver(page: Page, to: number): void {
    const from = page.sent
    const end = from + this.#native!.produce(page, from, to)
    for (let row = from; row < end; row++) {
      const errno = page.errors[row]!
      if (errno === 0) this.#inNative++
      else if (isFatal(errno)) return this.#refusedAll(page, row, errno)
      else this.#fail(page.slot(row), page.partition(row), errno)
    }
    page.sent = end
  }

  /** After a fatal error the library refuses every record: they wait for a fresh handle. */
  #refusedAll(page: Page, row: number, errno: number): void {
    page.sent = row
    this.pause()
    this.observer.refusedAll(errno)
  }

  /** A record that is larger than the whole queue would wait for ever. Answers whether the next one is such a record, which fails then. */
  #refuseOversized(page: Page): boolean {
    if (page.rowBytes(page.sent) <= this.limits.bytes) return false
    this.#fail(page.slot(page.sent), page.partition(page.sent), Errno._QUEUE_FULL)
    page.sent++
    return true
  }

  #settle(answers: Float64Array): void {
    const { slots } = this
    for (let at = 0; at < answers.length; at += 4) {
      const slot = answers[at]!
      const errno = answers[at + 1]!
      this.#inNative--
      if (errno !== 0) {
        this.#fail(slot, answers[at + 2]!, errno)
        continue
      }
      this.#delivered++
      const position = slots.position(slot)
      slots.release(slot)?.delivered(position, answers[at + 2]!, answers[at + 3]!)
    }
  }

  #fail(slot: number, partition: number, errno: number): void {
    const position = this.slots.position(slot)
    const waiter = this.slots.release(slot)
    if (waiter !== null) this.observer.failed(waiter, position, partition, errno)
  }
}
