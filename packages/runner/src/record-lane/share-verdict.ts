import { isOutcome, type RecordColumns, type ShareGroupOutcome } from '@samsa/contracts'
import { deadLetterFailure, outcomeFailure, reasonOf, thrownFailure, timeoutFailure, type CallFailure } from '../lane/call-failure.js'
import type { CallEnd } from '../lane/call-verdict.js'
import type { SourcedSegment } from '../record/batch-segment.js'

/** What the end of a call means for its record. */
export type ShareVerdict =
  | { readonly type: 'accepted' }
  | { readonly type: 'rejected'; readonly reason: string }
  /** It was not handled: recovery decides. */
  | { readonly type: 'failed'; readonly failure: CallFailure }

/** ACCEPT. */
export const accepted: ShareVerdict = Object.freeze({ type: 'accepted' })

/** What the end of a `consume` call means. `records`: what it was given. */
export function shareRecordVerdict(end: CallEnd, className: string, records: readonly SourcedSegment[]): ShareVerdict {
  if (end.threw) return thrownVerdict(end, records)
  if (end.value === undefined) return accepted
  if (isOutcome(end.value, 'share')) return shareOutcomeVerdict(end.value as ShareGroupOutcome)
  return { type: 'failed', failure: outcomeFailure(className, 'consume', end.value, 'share') }
}

/** What the end of a `consumeBatch` call means for the records that it did not settle. `records`: these. */
export function shareBatchVerdict(end: CallEnd, className: string, records: readonly SourcedSegment[]): ShareVerdict {
  if (end.threw) return thrownVerdict(end, records)
  if (end.value === undefined) return accepted
  return { type: 'failed', failure: outcomeFailure(className, 'consumeBatch', end.value, 'share') }
}

/** What an outcome means for its record. */
export function shareOutcomeVerdict(outcome: ShareGroupOutcome): ShareVerdict {
  switch (outcome.outcome) {
    case 'accept':
      return accepted
    case 'reject':
      return { type: 'rejected', reason: reasonOf(outcome) }
    case 'release':
      return { type: 'failed', failure: { cause: 'returned', reason: reasonOf(outcome), error: null, thrown: outcome, afterMs: null } }
    case 'dead-letter':
      return { type: 'failed', failure: deadLetterFailure(reasonOf(outcome)) }
  }
}

/** How often the record was delivered, this time included. */
export function deliveryCountOf(columns: RecordColumns, row: number): number {
  return columns.deliveryCounts?.[row] ?? 1
}

/** Whether the record is not delivered again once it is released, or its lock has ended: this was its last delivery. */
export function atLimit(columns: RecordColumns, row: number): boolean {
  return deliveryCountOf(columns, row) >= columns.deliveryLimit
}

function thrownVerdict({ value, timeout }: CallEnd, records: readonly SourcedSegment[]): ShareVerdict {
  return { type: 'failed', failure: timeout === null ? thrownFailure(value, records) : timeoutFailure(timeout, value) }
}
