import { isSamsaError, SamsaError, textOfThrown } from '@samsa/contracts'

/** Why a dead letter was not written, whatever its writer rejected with. */
export function unwrittenError(thrown: unknown): SamsaError {
  if (isSamsaError(thrown)) return thrown
  return new SamsaError('SAMSA_DEAD_LETTER_FAILED', `the dead letter could not be written: ${textOfThrown(thrown)}`, {
    retryable: true,
    cause: thrown,
    details: { target: null },
  })
}
