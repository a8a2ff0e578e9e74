import { SamsaError } from '@samsa/contracts'
import type { Failure } from '../policy/failure.js'

/** A failure of a handler that threw `new Error('no')`, with other parts where given. */
export function buildFailure(parts: Partial<Failure> = {}): Failure {
  const thrown = 'thrown' in parts ? parts.thrown : new Error('no')
  const error = new SamsaError('SAMSA_HANDLER_FAILED', 'the handler threw no', { retryable: true, cause: thrown })
  return { cause: 'thrown', reason: 'no', error, afterMs: null, ...parts, thrown }
}

/** A value that could not be decoded. */
export function buildDecodeFailure(retryable = false, cause?: unknown): Failure {
  const error = new SamsaError('SAMSA_DESERIALIZE', 'value of orders/0/1: not JSON', { retryable, cause })
  return buildFailure({ cause: 'deserialize', reason: error.message, error, thrown: error })
}
