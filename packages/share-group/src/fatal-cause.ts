import type { DriverLibrary } from './driver.js'
import type { Failure } from './map-error.js'

/** Codes that make librdkafka's consumer give up for good. */
const fatalCodes = [35, -165, 69, 81, 30, 42, 24, 29] as const

/**
 * What is behind a fatal consumer error. Where the library says only `_FATAL`, its text begins with the sentence of the cause
 * (`rd_kafka_set_fatal_error0`: "Fatal error: <sentence>: <reason>").
 */
export function fatalCause(failure: Failure, library: DriverLibrary): Failure {
  if (failure.name !== '_FATAL') return failure
  const errno = fatalCodes.find((code) => failure.text.includes(library.errorText(code)))
  return errno === undefined ? failure : { errno, name: library.errorName(errno), text: failure.text }
}
