import { cutSegments, type BatchSegment } from '../record/batch-segment.js'
import type { CallFailure } from './call-failure.js'
import type { CallVerdict } from './call-verdict.js'

/** Records of a batch that were not handled, for one reason. */
export interface FailedSegment extends BatchSegment {
  readonly failure: CallFailure
  /** Whether the class said so of this record, and the call did not just end with it open. */
  readonly own: boolean
}

/** Records of a batch whose position may advance. */
export interface DoneSegment extends BatchSegment {
  readonly skipped: boolean
}

/** What became of the records of one batch: those that its class settled one by one, and the rest at the end of the call. */
export class BatchLedger {
  readonly segments: readonly BatchSegment[]
  #verdicts: CallVerdict[] | null = null
  /** By index: done, and not handed out by `takeDone` yet. */
  #fresh: boolean[] = []
  #changed = false

  constructor(segments: readonly BatchSegment[]) {
    this.segments = segments
  }

  /** Whether the record was settled already. */
  has(index: number): boolean {
    return this.#verdicts?.[index] !== undefined
  }

  set(index: number, verdict: CallVerdict): void {
    this.#verdicts ??= []
    this.#verdicts[index] = verdict
    if (verdict.type === 'failed') return
    this.#fresh[index] = true
    this.#changed = true
  }

  /** The records that are done since the last call of this. */
  takeDone(): readonly DoneSegment[] {
    if (!this.#changed) return []
    this.#changed = false
    const pieces = cutSegments(this.segments, (index) => (this.#fresh[index] === true ? this.#verdicts?.[index]?.type : undefined))
    this.#fresh = []
    return pieces.flatMap(({ mark, ...segment }) => (mark === undefined ? [] : [{ ...segment, skipped: mark === 'skipped' }]))
  }

  /** The call is over, and `rest` became of the records that were not settled: those that are done and not handed out yet, and those that were not handled. */
  end(rest: CallVerdict): { readonly done: readonly DoneSegment[]; readonly failed: readonly FailedSegment[] } {
    if (this.#verdicts === null && rest.type !== 'failed') {
      return { done: this.segments.map((segment) => ({ ...segment, skipped: rest.type === 'skipped' })), failed: [] }
    }
    const verdicts = this.#verdicts ?? []
    const fresh = this.#fresh
    const pieces = cutSegments(this.segments, (index) => {
      const verdict = verdicts[index] ?? rest
      if (verdict.type === 'failed') return verdict
      return verdicts[index] === undefined || fresh[index] === true ? verdict.type : null
    })
    const done: DoneSegment[] = []
    const failed: FailedSegment[] = []
    for (const { mark, ...segment } of pieces) {
      if (typeof mark === 'string') done.push({ ...segment, skipped: mark === 'skipped' })
      else if (mark !== null) failed.push({ ...segment, failure: mark.failure, own: mark !== rest })
    }
    return { done, failed }
  }
}
