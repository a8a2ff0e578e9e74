import type { Doing, RecordColumns } from '@samsa/contracts'
import type { AcquiredBatch } from './acquired-batch.js'

/** A record that was not worked on all the time. */
export interface Interrupted {
  doing: Doing
  /** How long it was worked on up to `sinceMs`, milliseconds. */
  workedMs: number
  /** When that was said last, on the session's clock. */
  sinceMs: number
}

/** What one `take` answered: rows of an acquired batch, named by `runs`, over its columns. */
export class TakenBatch implements RecordColumns {
  readonly length: number
  readonly bytes: Uint8Array
  readonly offsets: Float64Array
  readonly timestamps: Float64Array
  readonly spans: Int32Array
  readonly deliveryCounts: Int16Array
  readonly deliveryLimit: number
  readonly lockMs: number
  readonly expiringAtMs: number
  readonly expiresAtMs: number
  /** Rows that were not worked on all the time; `null` while there were none. */
  interrupted: Map<number, Interrupted> | null = null
  /** Rows that its user has not settled. */
  open: number
  /** Its user was told that the end of the lock is near. */
  isExpiring = false
  /** When its user last settled some of it, on the session's clock. */
  settledAtMs: number

  /** @param count rows in `runs` */
  constructor(
    readonly acquired: AcquiredBatch,
    readonly runs: Int32Array,
    readonly count: number,
    readonly takenAtMs: number,
  ) {
    const { columns } = acquired
    this.length = columns.length
    this.bytes = columns.bytes
    this.offsets = columns.offsets
    this.timestamps = columns.timestamps
    this.spans = columns.spans
    this.deliveryCounts = columns.deliveryCounts
    this.deliveryLimit = acquired.deliveryLimit
    this.lockMs = acquired.lock.lockMs
    this.expiringAtMs = acquired.lock.expiringAtMs
    this.expiresAtMs = acquired.lock.expiresAtMs
    this.open = count
    this.settledAtMs = takenAtMs
  }
}
