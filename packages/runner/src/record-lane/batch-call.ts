import type { ShareGroupOutcome } from '@samsa/contracts'
import { cutSegments } from '../record/batch-segment.js'
import { LaneBatch } from '../record/lane-batch.js'
import { countRecords, type LockedSegment } from './locked-segment.js'
import type { ShareVerdict } from './share-verdict.js'
import { shareOutcomeVerdict } from './share-verdict.js'

/** One `consumeBatch` call: its records, and which of them the class has settled one by one. */
export class BatchCall {
  readonly segments: readonly LockedSegment[]
  readonly batch: LaneBatch<ShareGroupOutcome>
  readonly #settled: Uint8Array
  readonly #settle: (segment: LockedSegment, verdict: ShareVerdict) => void

  /** @param settle settles one record while the call runs */
  constructor(segments: readonly LockedSegment[], settle: (segment: LockedSegment, verdict: ShareVerdict) => void) {
    this.segments = segments
    this.#settled = new Uint8Array(countRecords(segments))
    this.#settle = settle
    this.batch = new LaneBatch('share', segments, (index, outcome) => this.#settleOne(index, outcome))
  }

  /** The records that are not settled. */
  get open(): readonly LockedSegment[] {
    return cutSegments(this.segments, (index) => this.#settled[index] === 0).filter(({ mark }) => mark)
  }

  /** The call is over: nothing is settled through the batch any more. */
  end(): void {
    LaneBatch.end(this.batch)
  }

  #settleOne(index: number, outcome: ShareGroupOutcome): boolean {
    if (this.#settled[index] !== 0) return false
    this.#settled[index] = 1
    this.#settle(this.#at(index), shareOutcomeVerdict(outcome))
    return true
  }

  #at(index: number): LockedSegment {
    let left = index
    for (const { columns, source, start, end } of this.segments) {
      if (left < end - start) return { columns, source, start: start + left, end: start + left + 1 }
      left -= end - start
    }
    throw new RangeError(`a batch of ${this.#settled.length} has no record ${index}`)
  }
}
