import { SamsaError } from '@samsa/contracts'
import type { Failure, RecoveryAction } from '@samsa/dlq'

/** The record that recovery stopped at. */
export interface StoppedAt {
  readonly className: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** What ends the worker where recovery decides to stop: `SAMSA_RECOVERY_STOPPED`, with what was thrown as its cause. */
export function stopError(at: StoppedAt, action: Extract<RecoveryAction, { type: 'stop' }>, failure: Failure): SamsaError {
  const { className, topic, partition, offset } = at
  const message = `${className} failed at ${topic}/${partition}/${offset}, and ${why(action, failure)}: ${failure.reason}; the record is not settled`
  return new SamsaError('SAMSA_RECOVERY_STOPPED', message, { details: { topic, partition, offset }, cause: failure.thrown })
}

function why({ critical, exhausted }: Extract<RecoveryAction, { type: 'stop' }>, { error }: Failure): string {
  if (critical) return 'the process is out of memory, so the worker stops'
  if (error?.code === 'SAMSA_SCHEMA_ASYNC') return 'no record of its topic can be read that way, so the worker stops'
  return exhausted ? "it has no attempts left, so whenExhausted: 'stop' stops the worker" : 'a rule of retry.on stops the worker'
}
