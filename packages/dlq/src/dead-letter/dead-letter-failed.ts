import { lookAt, nameOfValue, SamsaError, textOfThrown } from '@samsa/contracts'
import type { DeadLetterJob } from './dead-letter-writer.js'

/** `SAMSA_DEAD_LETTER_FAILED`, for whatever kept a dead letter from being written; `target` is `null` where it has none yet. */
export function deadLetterFailed({ record }: Pick<DeadLetterJob, 'record'>, target: string | null, cause: unknown): SamsaError {
  const { topic, partition, offset } = record
  const to = target === null ? '' : ` to ${target}`
  return new SamsaError(
    'SAMSA_DEAD_LETTER_FAILED',
    `dead letter of ${topic}/${partition}/${offset} was not written${to}: ${reasonOf(cause)}`,
    {
      retryable: true,
      details: { target, topic, partition, offset },
      cause,
    },
  )
}

/** Anything can be thrown by a hook. */
function reasonOf(cause: unknown): string {
  const isError = lookAt(() => cause instanceof Error) === true
  return isError || typeof cause === 'string' ? textOfThrown(cause) : `a hook of the policy threw ${nameOfValue(cause)}`
}
