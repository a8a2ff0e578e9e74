import { SamsaError } from '@samsa/contracts'
import type { Failure } from '../map-error.js'

/** Errors that leave open whether the broker has the acknowledgement. */
const unanswered: ReadonlySet<string> = new Set([
  '_TRANSPORT',
  '_TIMED_OUT',
  '_TIMED_OUT_QUEUE',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  '_DESTROY',
  '_DESTROY_BROKER',
])

/** Whether nobody knows if the acknowledgement arrived. */
export const isUnanswered = (name: string): boolean => unanswered.has(name)

/** A refused or unanswered acknowledgement as Samsa tells it: librdkafka never repeats one, and neither do we. */
export function mapAcknowledgementFailure(failure: Failure, group: string): SamsaError {
  const advice = isUnanswered(failure.name) ? 'these records may be delivered again' : 'these records are delivered again'
  return new SamsaError('SAMSA_COMMIT_FAILED', `group ${group}: acknowledgement failed: ${failure.text} (${failure.name}): ${advice}`, {
    details: { kafka: failure.name, errno: failure.errno, group },
  })
}
