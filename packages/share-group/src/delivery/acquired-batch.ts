import { runWidth } from '@samsa/contracts'
import type { DriverBatch } from '../driver.js'
import type { LockTimes } from '../lock/lock-times.js'
import type { Acknowledgements } from '../settlement/acknowledgements.js'
import { orderRows } from './row-order.js'
import { TakenBatch } from './taken-batch.js'

/**
 * What became of a record of a poll:
 *
 * queued → taken → typed (it has an acknowledgement type, nothing more happens to it)
 * queued → typed (given back, or starved)
 * taken → over (its lock ended while it was in work: it has a type, but its user has not let go of it) → typed
 */
export const rowStates = { queued: 0, taken: 1, typed: 2, over: 3 } as const

/** Records of one poll of one member, with what became of each, and the order in which they are given out. */
export class AcquiredBatch {
  readonly states: Uint8Array
  /** Rows that were not given out. */
  queued: number
  /** Rows without an acknowledgement type: until there are none the member cannot fetch. */
  untyped: number
  /** Rows in work, those included whose lock has ended. */
  inWork = 0
  /** What was given out. */
  readonly takes: TakenBatch[] = []
  /** The end of its lock is near: only records at their last delivery are still given out. */
  isExpiring = false
  /** Its lock has ended, or its member is gone: nothing that is settled now counts. */
  isOver = false
  readonly #order: Int32Array | null
  #next = 0
  #lastRun = 0

  /**
   * @param columns with slots in its runs
   * @param partitionIds of the member's handle, one a run
   */
  constructor(
    readonly columns: Omit<DriverBatch, 'waitedMs' | 'broken'>,
    readonly partitionIds: Int32Array,
    readonly acknowledgements: Acknowledgements,
    readonly lock: LockTimes,
    readonly deliveryLimit: number,
  ) {
    this.states = new Uint8Array(columns.length)
    this.queued = columns.length
    this.untyped = columns.length
    this.#order = orderRows(columns.deliveryCounts)
  }

  /** Whether a RELEASE of this row would archive it. */
  isAtLimit(row: number): boolean {
    return this.columns.deliveryCounts[row]! >= this.deliveryLimit
  }

  /** Deliveries that the next row has left after this one; `null` where nothing is queued. */
  get deliveriesLeft(): number | null {
    if (this.queued === 0) return null
    while (this.states[this.#rowAt(this.#next)] !== rowStates.queued) this.#next++
    return this.deliveryLimit - this.columns.deliveryCounts[this.#rowAt(this.#next)]!
  }

  /**
   * Gives out at most `maxRecords` of the queued rows; `null` where there are none.
   *
   * @param isLastOnly only rows at their last delivery
   */
  take(maxRecords: number, nowMs: number, isLastOnly: boolean): TakenBatch | null {
    const { states } = this
    const limit = Math.min(maxRecords, isLastOnly ? this.#queuedAtLimit() : this.queued)
    if (limit <= 0) return null
    const runs: number[] = []
    let left = limit
    let start = 0
    let end = 0
    let runEnd = 0
    let slot = -1
    for (; left > 0; this.#next++) {
      const row = this.#rowAt(this.#next)
      if (states[row] !== rowStates.queued) continue
      states[row] = rowStates.taken
      left--
      if (slot >= 0 && row === end && row < runEnd) {
        end++
        continue
      }
      if (slot >= 0) runs.push(slot, start, end - start)
      const run = this.runOf(row) * runWidth
      slot = this.columns.runs[run]!
      runEnd = this.columns.runs[run + 1]! + this.columns.runs[run + 2]!
      start = row
      end = row + 1
    }
    runs.push(slot, start, end - start)
    return this.#taken(Int32Array.from(runs), limit, nowMs)
  }

  /** Number of the run that holds `row`: quick for the same run and the next one, a binary search elsewhere. */
  runOf(row: number): number {
    const last = this.#lastRun
    if (this.#holds(last, row)) return last
    if (this.#holds(last + 1, row)) return (this.#lastRun = last + 1)
    const { runs } = this.columns
    let low = 0
    let high = runs.length / runWidth
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (runs[middle * runWidth + 1]! <= row) low = middle
      else high = middle
    }
    if (!this.#holds(low, row)) throw new Error(`assertion: no record ${row} in a batch of ${this.columns.length}`)
    return (this.#lastRun = low)
  }

  /** First row behind the run. */
  endOfRun(run: number): number {
    return this.columns.runs[run * runWidth + 1]! + this.columns.runs[run * runWidth + 2]!
  }

  /** Slot of the run. */
  slotOfRun(run: number): number {
    return this.columns.runs[run * runWidth]!
  }

  /** Rows at their last delivery come first. */
  #queuedAtLimit(): number {
    let count = 0
    for (let place = this.#next; place < this.states.length && this.isAtLimit(this.#rowAt(place)); place++)
      if (this.states[this.#rowAt(place)] === rowStates.queued) count++
    return count
  }

  #taken(runs: Int32Array, count: number, nowMs: number): TakenBatch {
    const taken = new TakenBatch(this, runs, count, nowMs)
    this.queued -= count
    this.inWork += count
    this.takes.push(taken)
    return taken
  }

  #rowAt(place: number): number {
    return this.#order === null ? place : this.#order[place]!
  }

  #holds(run: number, row: number): boolean {
    const at = run * runWidth
    if (at >= this.columns.runs.length) return false
    const start = this.columns.runs[at + 1]!
    return row >= start && row < start + this.columns.runs[at + 2]!
  }
}
