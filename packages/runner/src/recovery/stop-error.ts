import { SamsaError } from '@samsa/contracts'
import type { Failure, RecoveryAction } from '@samsa/dlq'

/** The record that recovery stopped at. */
export interface StoppedAt {
  readonly className: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/**
 * What ends the worker where recovery decides to stop: `SAMSA_RECOVERY_STOPPED`, with what was thrown as its cause.
 *
 * @param isLast whether it was the last delivery of a record that failed, which the broker therefore archives
 */
export function stopError(at: StoppedAt, action: Extract<RecoveryAction, { type: 'stop' }>, failure: Failure, isLast = false): SamsaError {
  const { className, topic, partition, offset } = at
  const fate = isLast ? 'this was its last delivery, so the broker archives it: it does not come again' : 'the record is not settled'
  const message = `${className} failed at ${topic}/${partition}/${offset}, and ${why(action, failure)}: ${failure.reason}; ${fate}`
  return new SamsaError('SAMSA_RECOVERY_STOPPED', message, { details: { topic, partition, offset }, cause: failure.thrown })
}

function why({ critical, exhausted }: Extract<RecoveryAction, { type: 'stop' }>, { cause, error }: Failure): string {
  if (critical) return 'the process is out of memory, so the worker stops'
  if (cause === 'deserialize' && error?.code === 'SAMSA_SCHEMA_ASYNC')
    return 'no record of its topic can be read that way, so the worker stops'
  return exhausted ? "it has no attempts left, so whenExhausted: 'stop' stops the worker" : 'a rule of retry.on stops the worker'
}
