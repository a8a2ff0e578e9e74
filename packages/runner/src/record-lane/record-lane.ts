import type { Logger, RecordColumns, SamsaError, Send } from '@samsa/contracts'
import { CallTimer, type TimedLane } from '../lane/call-timer.js'
import type { SessionScope } from '../lane/lane-scope.js'
import { LazySignal } from '../lane/lazy-signal.js'
import { noColumns } from '../record/no-columns.js'
import type { RecordSource } from '../record/record-source.js'
import type { BatchCall } from './batch-call.js'
import type { LockedSegment } from './locked-segment.js'
import type { LockedWork } from './locked-work.js'
import { RecordContext } from './record-context.js'
import type { RecordRoute } from './record-route.js'
import { deliveryCountOf } from './share-verdict.js'

/** What the lanes of a session have in common. */
export interface LaneCompany {
  readonly work: LockedWork
  readonly scope: SessionScope
  readonly route: RecordRoute
  readonly group: string
  readonly send: Send
}

/**
 * One permit of a route: runs one record (or one batch) at a time, of whatever partition, and is used again for the next. Awaits the promises of its calls in one loop, so
 * that a record costs no promise of ours.
 */
export class RecordLane implements TimedLane {
  readonly work: LockedWork
  readonly scope: SessionScope
  readonly route: RecordRoute
  readonly context: RecordContext
  readonly timer: CallTimer
  /** Behind `context.signal`. */
  readonly ends = new LazySignal()
  /** The record in work, or the first of the batch. */
  columns: RecordColumns = noColumns
  row = 0
  source: RecordSource
  batch: BatchCall | null = null
  /** Which execution of this delivery it is. */
  execution = 1
  /** When a record in work first failed in this delivery, milliseconds since the epoch; `null` while it has not. */
  firstFailedAtMs: number | null = null
  /** Whether a call runs, or its serdes prepare. */
  busy = false
  /** Whether what is awaited is a serde and not the handler. */
  preparing = false
  /** Records that the call holds permits for. */
  records = 0
  /** What is awaited. */
  pending: PromiseLike<unknown> | null = null
  following = false
  /** Whether the lane waits to be marked at the end of the turn. */
  fresh = false
  /** Whether `signal` fired: the result has to be looked at. */
  interrupted = false
  /** Why the result cannot count any more; `null` while it can. A `timeout` is no such reason. */
  lost: SamsaError | null = null
  /** Whether everything in work was given up, and not only what was taken with some lock. */
  cut = false
  /** When the call began, where somebody listens to `record.handled`. */
  heardAtMs = 0
  #lostOf: RecordColumns[] = []
  #overOf: RecordColumns[] = []

  constructor(company: LaneCompany, source: RecordSource) {
    this.work = company.work
    this.scope = company.scope
    this.route = company.route
    this.source = source
    this.context = new RecordContext(this, company.group, company.send)
    this.timer = new CallTimer(this)
  }

  get offset(): number {
    return this.columns.offsets[this.row] as number
  }

  get log(): Logger {
    const { topic, partition } = this.source
    return this.scope.log.with({ topic, partition, offset: this.offset })
  }

  /** Of a batch the highest. */
  get deliveryCount(): number {
    return this.batch === null ? deliveryCountOf(this.columns, this.row) : this.batch.deliveryCount
  }

  /** Deliveries before this one + executions in this one; of a batch the highest. */
  get attempt(): number {
    return this.deliveryCount - 1 + this.execution
  }

  /** When the lock ends, on the clock; of a batch the earliest. */
  get expiresAtMs(): number {
    return this.batch === null ? this.columns.expiresAtMs : this.batch.expiresAtMs
  }

  /** What is in work and not settled. */
  get open(): readonly LockedSegment[] {
    const { columns, source, row } = this
    return this.batch === null ? [{ columns, source, start: row, end: row + 1 }] : this.batch.open
  }

  /** Whether something in work was taken with these columns. */
  holds(columns: RecordColumns): boolean {
    return this.batch === null ? this.columns === columns : this.batch.segments.some((segment) => segment.columns === columns)
  }

  /** Whether the result cannot count any more for what was taken with these columns. */
  hasLost(columns: RecordColumns): boolean {
    return this.cut || this.#lostOf.includes(columns)
  }

  /** Whether the lock of what was taken with these columns is over. */
  isOver(columns: RecordColumns): boolean {
    return this.#overOf.includes(columns)
  }

  /** The result will not count: `signal` fires. `columns`: only for what was taken with them. */
  lose(why: SamsaError, columns: RecordColumns | null): void {
    this.lost ??= why
    this.interrupted = true
    if (columns === null) this.cut = true
    else if (!this.#lostOf.includes(columns)) this.#lostOf.push(columns)
    this.ends.fire(why)
  }

  /** The lock has ended. */
  over(columns: RecordColumns): void {
    this.#overOf.push(columns)
  }

  timedOut(why: SamsaError): void {
    this.interrupted = true
    this.ends.fire(why)
  }

  /** The next call gets a fresh signal. */
  renew(): void {
    this.ends.renew()
    this.interrupted = this.lost !== null
  }

  /** Nothing is in work any more. */
  clear(): void {
    this.busy = false
    this.records = 0
    this.batch = null
    this.columns = noColumns
    this.execution = 1
    this.firstFailedAtMs = null
    this.ends.renew()
    if (!this.interrupted) return
    this.interrupted = false
    this.cut = false
    this.lost = null
    this.#lostOf = []
    this.#overOf = []
  }

  /** Waits for the lane's call, and for each that the work gives it while the last one ends. */
  async follow(): Promise<void> {
    this.following = true
    try {
      while (this.pending !== null) {
        let threw = false
        let value: unknown
        try {
          value = await this.pending
        } catch (thrown) {
          threw = true
          value = thrown
        }
        this.pending = null
        this.work.returned(this, threw, value)
      }
    } catch (mistake) {
      this.scope.crashed(mistake)
    } finally {
      this.following = false
    }
  }
}
