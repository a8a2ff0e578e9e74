import { isSamsaError, lookAt, nameOfValue, SamsaError, textOfThrown, type EventMap, type Retry } from '@samsa/contracts'
import type { Failure } from '@samsa/dlq'
import type { SourcedSegment } from '../record/batch-segment.js'
import { findNamed } from '../record/find-named.js'

/** Why a call did not handle its record or batch. */
export interface CallFailure extends Failure {
  readonly cause: EventMap['record.retried']['cause']
}

const decodeCodes: ReadonlySet<string> = new Set(['SAMSA_DESERIALIZE', 'SAMSA_SCHEMA_ASYNC'])

/**
 * The failure of a call that threw, or whose promise was rejected: with anything, `undefined` included. A decoding error counts as one where it is about a record of the call: a
 * handler may decode other things as well.
 */
export function thrownFailure(thrown: unknown, records: readonly SourcedSegment[]): CallFailure {
  if (isSamsaError(thrown)) return { cause: causeOf(thrown, records), reason: textOfThrown(thrown), error: thrown, thrown, afterMs: null }
  const reason = textOfThrown(thrown)
  const error = new SamsaError('SAMSA_HANDLER_FAILED', `the handler threw ${reason}`, { retryable: true, cause: thrown })
  return { cause: 'thrown', reason, error, thrown, afterMs: null }
}

/** The failure of a call that threw after its `timeout`. */
export function timeoutFailure(timeout: SamsaError, thrown: unknown): CallFailure {
  const error = new SamsaError('SAMSA_HANDLER_TIMEOUT', timeout.message, { retryable: true, details: timeout.details, cause: thrown })
  return { cause: 'timeout', reason: timeout.message, error, thrown, afterMs: null }
}

/** The failure of a record that its class wants to have dead-lettered: `deadLetter(reason)`. */
export function deadLetterFailure(reason: string): CallFailure {
  const error = new SamsaError('SAMSA_DEAD_LETTER', `the handler returned deadLetter('${reason}')`)
  return { cause: 'dead-letter', reason, error, thrown: error, afterMs: null }
}

/** The failure of a call that returned something that is no outcome. */
export function outcomeFailure(
  className: string,
  method: 'consume' | 'consumeBatch',
  returned: unknown,
  kind: 'consumer' | 'share',
): CallFailure {
  const cure =
    method === 'consume'
      ? `return nothing or an outcome of a ${kind === 'consumer' ? 'consumerGroup, such as handled' : 'shareGroup, such as accept'}`
      : 'return nothing, and settle single records with batch.settle(record, outcome)'
  const error = new SamsaError('SAMSA_OUTCOME_INVALID', `${className}.${method}() returned ${nameOfValue(returned)}: ${cure}`)
  return { cause: 'invalid-outcome', reason: error.message, error, thrown: error, afterMs: null }
}

/** The reason that an outcome gives: a text, also where a class gave something else. */
export function reasonOf(outcome: { readonly reason: string }): string {
  return textOfThrown(lookAt(() => outcome.reason))
}

/** The failure of a record whose class asked for another run, after a time where it said so: `retry(reason)`, or the same written out. */
export function retryFailure(outcome: Retry): CallFailure {
  const reason = reasonOf(outcome)
  const afterMs: unknown = lookAt(() => outcome.afterMs) ?? null
  if (afterMs === null || (typeof afterMs === 'number' && Number.isFinite(afterMs)))
    return { cause: 'returned', reason, error: null, thrown: outcome, afterMs: afterMs === null ? null : Math.max(0, afterMs) }
  const cure = "milliseconds or null, or retry(reason, { after: '5s' })"
  const error = new SamsaError(
    'SAMSA_OUTCOME_INVALID',
    `the outcome 'retry' has no time in afterMs (${textOfThrown(afterMs)}): give ${cure}`,
  )
  return { cause: 'invalid-outcome', reason: error.message, error, thrown: error, afterMs: null }
}

function causeOf({ code, details }: SamsaError, records: readonly SourcedSegment[]): CallFailure['cause'] {
  // what a serde throws before the call, which it does for no other record
  if (code === 'SAMSA_SERDE_PREPARE') return 'deserialize'
  return decodeCodes.has(code) && findNamed(records, details, ({ source }) => source) !== null ? 'deserialize' : 'thrown'
}
