import type { CallFailure } from './call-failure.js'
import type { DecidedSegment } from './decide-batch.js'
import { stopWorker, type LaneAction } from './lane-recovery.js'
import type { Lane } from './lane.js'
import type { Letter } from './letter.js'
import { tellExhausted, tellRetried, tellSkipped } from './tell-call.js'

/** The records of a batch that were not handled, by what becomes of them. */
export interface SortedDecisions {
  readonly skipped: readonly DecidedSegment[]
  readonly letters: readonly DecidedSegment[]
  /** They stay unsettled, and their lane is held. */
  readonly held: readonly DecidedSegment[]
  readonly again: readonly DecidedSegment[]
}

/** Sorts decisions. Where a lane is held nothing of it runs again: what would have is among the held then. Pure. */
export function sortDecisions(decided: readonly DecidedSegment[]): SortedDecisions {
  const of = (...types: readonly LaneAction['type'][]): readonly DecidedSegment[] =>
    decided.filter(({ action }) => types.includes(action.type))
  const holds = of('hold', 'stop').length > 0
  return {
    skipped: of('skip'),
    letters: of('dead-letter'),
    held: holds ? of('hold', 'stop', 'retry') : [],
    again: holds ? [] : of('retry'),
  }
}

/** The first record that holds its lane; `null` where none does. */
export function firstHeld({ held }: SortedDecisions): { readonly offset: number; readonly failure: CallFailure } | null {
  const first = held.find(({ action }) => action.type !== 'retry')
  return first === undefined ? null : { offset: first.columns.offsets[first.start] as number, failure: first.failure }
}

/** The longest wait of the records that run again; `null` where none do. */
export function longestDelayMs({ again }: SortedDecisions): number | null {
  const delays = again.map(({ action }) => (action.type === 'retry' ? action.delayMs : 0))
  return delays.length === 0 ? null : Math.max(...delays)
}

/** Settles what is skipped, and tells of everything but dead letters. */
export function tellDecisions(lane: Lane, sorted: SortedDecisions, attempt: number, delayOf: (delayMs: number) => number): void {
  const { scope } = lane
  for (const { columns, start, end, failure, action } of sorted.skipped) {
    scope.counters.settled += end - start
    scope.session.settle(columns, start, end, 'done')
    for (let row = start; row < end; row++) {
      const offset = columns.offsets[row] as number
      if (action.type === 'skip' && action.exhausted) tellExhausted(lane, offset, attempt, 'skip', failure)
      tellSkipped(lane, offset, attempt, failure.reason)
    }
  }
  for (const { columns, start, end, failure, action } of sorted.again) {
    const range = { offset: columns.offsets[start] as number, lastOffset: columns.offsets[end - 1] as number, records: end - start }
    if (action.type === 'retry') tellRetried(lane, range, attempt, failure, delayOf(action.delayMs))
  }
  tellHeld(lane, sorted, attempt)
}

function tellHeld(lane: Lane, { held }: SortedDecisions, attempt: number): void {
  let stopped = false
  for (const { columns, start, end, failure, action } of held) {
    const offset = columns.offsets[start] as number
    if (action.type === 'hold')
      for (let row = start; row < end; row++) tellExhausted(lane, columns.offsets[row] as number, attempt, 'hold', failure)
    if (action.type !== 'stop' || stopped) continue
    stopped = true
    stopWorker(lane, { failure, attempt, offset }, action)
  }
}

/** The dead letters of records of a batch. */
export function batchLetters(
  { letters }: SortedDecisions,
  times: Pick<Letter, 'attempt' | 'firstFailedAtMs' | 'lastFailedAtMs'>,
): readonly Letter[] {
  return letters.flatMap(({ columns, start, end, failure, action }) =>
    Array.from({ length: end - start }, (_, index) => ({
      columns,
      row: start + index,
      failure,
      topic: action.type === 'dead-letter' ? action.topic : null,
      ...times,
    })),
  )
}
