import { isOutcome, type ConsumerGroupOutcome, type SamsaError } from '@samsa/contracts'
import type { SourcedSegment } from '../record/batch-segment.js'
import {
  deadLetterFailure,
  outcomeFailure,
  reasonOf,
  retryFailure,
  thrownFailure,
  timeoutFailure,
  type CallFailure,
} from './call-failure.js'

/** What the end of a call means for its record. */
export type CallVerdict =
  | { readonly type: 'done' }
  | { readonly type: 'skipped'; readonly reason: string }
  /** Recovery decides. */
  | { readonly type: 'failed'; readonly failure: CallFailure }

/** How a call ended. */
export interface CallEnd {
  readonly threw: boolean
  /** What was returned or thrown. */
  readonly value: unknown
  /** The timeout that fired while it ran; `null` where none did. */
  readonly timeout: SamsaError | null
}

const done: CallVerdict = Object.freeze({ type: 'done' })

/** What the end of a `consume` call means. `records`: what it was given. */
export function recordVerdict(end: CallEnd, className: string, records: readonly SourcedSegment[]): CallVerdict {
  if (end.threw) return thrownVerdict(end, records)
  if (end.value === undefined) return done
  if (isOutcome(end.value, 'consumer')) return outcomeVerdict(end.value as ConsumerGroupOutcome)
  return { type: 'failed', failure: outcomeFailure(className, 'consume', end.value, 'consumer') }
}

/** What the end of a `consumeBatch` call means for the records that it did not settle. `records`: what it was given. */
export function batchVerdict(end: CallEnd, className: string, records: readonly SourcedSegment[]): CallVerdict {
  if (end.threw) return thrownVerdict(end, records)
  if (end.value === undefined) return done
  return { type: 'failed', failure: outcomeFailure(className, 'consumeBatch', end.value, 'consumer') }
}

/** What an outcome means for its record. */
export function outcomeVerdict(outcome: ConsumerGroupOutcome): CallVerdict {
  switch (outcome.outcome) {
    case 'handled':
      return done
    case 'skip':
      return { type: 'skipped', reason: reasonOf(outcome) }
    case 'retry':
      return { type: 'failed', failure: retryFailure(outcome) }
    case 'dead-letter':
      return { type: 'failed', failure: deadLetterFailure(reasonOf(outcome)) }
  }
}

function thrownVerdict({ value, timeout }: CallEnd, records: readonly SourcedSegment[]): CallVerdict {
  return { type: 'failed', failure: timeout === null ? thrownFailure(value, records) : timeoutFailure(timeout, value) }
}
