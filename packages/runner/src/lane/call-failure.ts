import { isSamsaError, SamsaError, type EventMap } from '@samsa/contracts'
import type { Failure } from '@samsa/dlq'

/** Why a call did not handle its record or batch. */
export interface CallFailure extends Failure {
  readonly cause: EventMap['record.retried']['cause']
}

const decodeCodes: ReadonlySet<string> = new Set(['SAMSA_DESERIALIZE', 'SAMSA_SCHEMA_ASYNC', 'SAMSA_SERDE_PREPARE'])

/** The failure of a call that threw, or whose promise was rejected: with anything, `undefined` included. */
export function thrownFailure(thrown: unknown): CallFailure {
  if (isSamsaError(thrown)) {
    return { cause: decodeCodes.has(thrown.code) ? 'deserialize' : 'thrown', reason: thrown.message, error: thrown, thrown, afterMs: null }
  }
  const reason = textOf(thrown)
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
  const error = new SamsaError('SAMSA_OUTCOME_INVALID', `${className}.${method}() returned ${nameOf(returned)}: ${cure}`)
  return { cause: 'invalid-outcome', reason: error.message, error, thrown: error, afterMs: null }
}

function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message === '' ? thrown.name : thrown.message
  return typeof thrown === 'string' ? thrown : nameOf(thrown)
}

function nameOf(value: unknown): string {
  if (value === null || typeof value === 'undefined' || typeof value === 'boolean') return String(value)
  const outcome = (value as { outcome?: unknown }).outcome
  if (typeof outcome === 'string') return `the outcome '${outcome}'`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
