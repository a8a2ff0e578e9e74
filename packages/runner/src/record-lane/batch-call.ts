import type { ShareGroupOutcome } from '@samsa/contracts'
import { cutSegments } from '../record/batch-segment.js'
import { LaneBatch } from '../record/lane-batch.js'
import { countRecords, highestDeliveryCount, type LockedSegment } from './locked-segment.js'
import type { ShareVerdict } from './share-verdict.js'
import { shareOutcomeVerdict } from './share-verdict.js'

/** One `consumeBatch` call: its records, and which of them the class has settled one by one. */
export class BatchCall {
  readonly segments: readonly LockedSegment[]
  readonly batch: LaneBatch<ShareGroupOutcome>
  readonly #settled: Uint8Array
  readonly #settle: (segment: LockedSegment, verdict: ShareVerdict) => void
  #deliveryCount: number | null = null
  #expiresAtMs: number | null = null

  /** @param settle settles one record while the call runs */
  constructor(segments: readonly LockedSegment[], settle: (segment: LockedSegment, verdict: ShareVerdict) => void) {
    this.segments = segments
    this.#settled = new Uint8Array(countRecords(segments))
    this.#settle = settle
    this.batch = new LaneBatch('share', segments, (index, outcome, segment, row) => this.#settleOne(index, outcome, segment, row))
  }

  /** Highest delivery count of its records: a handler may ask for it at every one of them. */
  get deliveryCount(): number {
    return (this.#deliveryCount ??= this.segments.reduce((highest, segment) => Math.max(highest, highestDeliveryCount(segment)), 1))
  }

  /** When the first of its locks ends, on the clock. */
  get expiresAtMs(): number {
    return (this.#expiresAtMs ??= this.segments.reduce((first, { columns }) => Math.min(first, columns.expiresAtMs), Infinity))
  }

  /** The records that are not settled. */
  get open(): readonly LockedSegment[] {
    return cutSegments(this.segments, (index) => this.#settled[index] === 0).filter(({ mark }) => mark)
  }

  /** The call is over: nothing is settled through the batch any more. */
  end(): void {
    LaneBatch.end(this.batch)
  }

  #settleOne(index: number, outcome: ShareGroupOutcome, { columns, source }: LockedSegment, row: number): boolean {
    if (this.#settled[index] !== 0) return false
    this.#settled[index] = 1
    this.#settle({ columns, source, start: row, end: row + 1 }, shareOutcomeVerdict(outcome))
    return true
  }
}
