import { runWidth, type RecordColumns } from '@samsa/contracts'
import type { DriverBatch } from '../driver.js'

/** Records as the session gave them out: the columns of the port, and where each run's stretch of offsets begins. */
export class DeliveredBatch implements RecordColumns {
  readonly length: number
  readonly bytes: Uint8Array
  readonly offsets: Float64Array
  readonly timestamps: Float64Array
  readonly spans: Int32Array
  readonly runs: Int32Array
  readonly deliveryCounts = null
  readonly deliveryLimit = Infinity
  readonly lockMs = Infinity
  readonly expiringAtMs = Infinity
  readonly expiresAtMs = Infinity
  #lastRun = 0

  /**
   * @param batch with slots in its runs
   * @param begins for each run the offset after the record that was delivered before it
   */
  constructor(
    batch: Omit<DriverBatch, 'pendingEvents'>,
    readonly begins: Float64Array,
    readonly takenAtMs: number,
  ) {
    this.length = batch.length
    this.bytes = batch.bytes
    this.offsets = batch.offsets
    this.timestamps = batch.timestamps
    this.spans = batch.spans
    this.runs = batch.runs
  }

  /** Number of the run that holds `record`: quick for the same run and the next one, a binary search elsewhere. */
  runOf(record: number): number {
    const last = this.#lastRun
    if (this.#holds(last, record)) return last
    if (this.#holds(last + 1, record)) return (this.#lastRun = last + 1)
    let low = 0
    let high = this.runs.length / runWidth
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (this.runs[middle * runWidth + 1]! <= record) low = middle
      else high = middle
    }
    if (!this.#holds(low, record)) throw new Error(`assertion: no record ${record} in a batch of ${this.length}`)
    return (this.#lastRun = low)
  }

  /** First offset of the stretch that ends with records of `run` from `record` on. */
  beginOf(run: number, record: number): number {
    return record === this.runs[run * runWidth + 1] ? this.begins[run]! : this.offsets[record - 1]! + 1
  }

  #holds(run: number, record: number): boolean {
    const at = run * runWidth
    if (at >= this.runs.length) return false
    const start = this.runs[at + 1]!
    return record >= start && record < start + this.runs[at + 2]!
  }
}
