import type { RecordColumns } from '@samsa/contracts'
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

/** Neighbours that are done, and not handed out yet. */
interface Stretch extends DoneSegment {
  /** Of its first record, in the batch. */
  readonly index: number
  end: number
}

/** What became of the records of one batch: those that its class settled one by one, and the rest at the end of the call. */
export class BatchLedger {
  readonly segments: readonly BatchSegment[]
  #verdicts: CallVerdict[] | null = null
  #fresh: Stretch[] = []
  /** Indexes at which segments begin: what is settled together must not reach across. */
  #firsts: ReadonlySet<number> | null = null

  constructor(segments: readonly BatchSegment[]) {
    this.segments = segments
  }

  /** Whether the record was settled already. */
  has(index: number): boolean {
    return this.#verdicts?.[index] !== undefined
  }

  /** The record with this index, which lies in this row, was settled. */
  set(index: number, verdict: CallVerdict, columns: RecordColumns, row: number): void {
    this.#verdicts ??= []
    this.#verdicts[index] = verdict
    if (verdict.type === 'failed') return
    const skipped = verdict.type === 'skipped'
    const last = this.#fresh.at(-1)
    if (last !== undefined && this.#continues(last, index, skipped)) last.end++
    else this.#fresh.push({ index, columns, start: row, end: row + 1, skipped })
  }

  /** The records that are done since the last call of this, in order. Costs what they cost, however large the batch: it may be called after each of them. */
  takeDone(): readonly DoneSegment[] {
    const fresh = this.#fresh
    this.#fresh = []
    return this.#join(fresh)
  }

  /** The call is over, and `rest` became of the records that were not settled: those that are done and not handed out yet, and those that were not handled. */
  end(rest: CallVerdict): { readonly done: readonly DoneSegment[]; readonly failed: readonly FailedSegment[] } {
    const verdicts = this.#verdicts
    if (verdicts === null && rest.type !== 'failed') {
      return { done: this.segments.map((segment) => ({ ...segment, skipped: rest.type === 'skipped' })), failed: [] }
    }
    const done = this.#fresh
    const failed: FailedSegment[] = []
    this.#fresh = []
    let index = 0
    for (const { mark, ...segment } of cutSegments(this.segments, (at) => leftOf(verdicts?.[at], rest))) {
      if (mark?.type === 'failed') failed.push({ ...segment, failure: mark.failure, own: mark !== rest })
      else if (mark !== null) done.push({ ...segment, index, skipped: mark.type === 'skipped' })
      index += segment.end - segment.start
    }
    return { done: this.#join(done), failed }
  }

  /** In order, and as few as can be. */
  #join(stretches: Stretch[]): readonly DoneSegment[] {
    if (stretches.length < 2) return stretches
    const joined: Stretch[] = []
    for (const stretch of stretches.sort((one, other) => one.index - other.index)) {
      const last = joined.at(-1)
      if (last !== undefined && this.#continues(last, stretch.index, stretch.skipped)) last.end = stretch.end
      else joined.push(stretch)
    }
    return joined
  }

  #continues({ index, start, end, skipped }: Stretch, next: number, isSkipped: boolean): boolean {
    if (index + end - start !== next || skipped !== isSkipped) return false
    this.#firsts ??= firstsOf(this.segments)
    return !this.#firsts.has(next)
  }
}

/** What is to be decided about a record at the end of its call; `null`: nothing, it is done. */
function leftOf(verdict: CallVerdict | undefined, rest: CallVerdict): CallVerdict | null {
  if (verdict === undefined) return rest
  return verdict.type === 'failed' ? verdict : null
}

function firstsOf(segments: readonly BatchSegment[]): ReadonlySet<number> {
  const firsts = new Set<number>()
  let index = 0
  for (const { start, end } of segments) {
    firsts.add(index)
    index += end - start
  }
  return firsts
}
