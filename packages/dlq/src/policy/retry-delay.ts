import { backoffDelayMs, durationMs, type Duration } from '@samsa/contracts'
import { atOnce } from './at-once.js'
import type { Failure } from './failure.js'
import type { RecoveryPolicy } from './recovery-policy.js'

/** How long to wait before the next attempt, and what the application's own backoff threw. */
export interface RetryDelay {
  readonly delayMs: number
  readonly mistakes: readonly unknown[]
}

/** What the handler asked for, or the application's own backoff, or the policy's. One that throws, or answers no duration, counts as not given. */
export function retryDelay(policy: RecoveryPolicy, failure: Failure, attempt: number, random: () => number): RetryDelay {
  if (failure.afterMs !== null) return { delayMs: failure.afterMs, mistakes: [] }
  if (policy.ownBackoff === null) return { delayMs: backoffDelayMs(policy.backoff, attempt, random), mistakes: [] }
  try {
    return { delayMs: durationMs(atOnce('retry.backoff', policy.ownBackoff(attempt, failure.thrown)) as Duration), mistakes: [] }
  } catch (mistake) {
    return { delayMs: backoffDelayMs(policy.backoff, attempt, random), mistakes: [mistake] }
  }
}
