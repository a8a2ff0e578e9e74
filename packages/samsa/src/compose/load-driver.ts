import { SamsaError } from '@samsa/contracts'
import { LibraryError, loadLibrary } from '@samsa/librdkafka'

/**
 * Loads librdkafka, so that a machine without it is found out before anything starts.
 *
 * @throws SamsaError `SAMSA_LIBRARY` with the exact cure.
 */
export const loadDriver = (): void => {
  try {
    loadLibrary()
  } catch (cause) {
    throw cause instanceof LibraryError ? new SamsaError('SAMSA_LIBRARY', cause.message, { details: { reason: cause.code }, cause }) : cause
  }
}
