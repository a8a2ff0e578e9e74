import { isSamsaError, SamsaError, textOfThrown, type SamsaErrorCode } from '@samsa/contracts'
import type { FailureCode } from './worker-end.js'

/** Looks at what has to be right on the broker before anything joins; ends early when the signal fires. */
export type BeforeJoin = (signal: AbortSignal) => Promise<void>

/** Why nothing may join. */
export interface NoJoin {
  readonly error: SamsaError
  readonly exitCode: FailureCode
}

// what a user declared is wrong, or may not be looked at; anything else is Kafka's: not reached, refused
const mistakes: ReadonlySet<SamsaErrorCode> = new Set([
  'SAMSA_GROUP_SETTING',
  'SAMSA_DEAD_LETTER_TOPIC',
  'SAMSA_AUTHORIZATION',
  'SAMSA_KAFKA_SETTING',
])

/** Runs what comes before joining, at most until `over`; `null` where everything may join. */
export async function runBeforeJoin(beforeJoin: BeforeJoin, over: Promise<unknown>): Promise<NoJoin | null> {
  const ending = new AbortController()
  try {
    await Promise.race([beforeJoin(ending.signal), over])
    return null
  } catch (cause) {
    const error = isSamsaError(cause)
      ? cause
      : new SamsaError('SAMSA_GROUP_FAILED', `groups could not be prepared: ${textOfThrown(cause)}`, { cause })
    return { error, exitCode: mistakes.has(error.code) ? 1 : 3 }
  } finally {
    ending.abort()
  }
}
