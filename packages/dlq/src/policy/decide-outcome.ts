import { backoffDelayMs } from './backoff.js'
import type { RecoveryPolicy } from './recovery-policy.js'

/** What becomes of a failed record or batch. Later policies add dead letters, skipping and stopping. */
export interface RetryDecision {
  readonly type: 'retry'
  /** How long the lane waits before the next attempt, milliseconds. */
  readonly delayMs: number
}

/** Closed union of what recovery can decide. */
export type RecoveryDecision = RetryDecision

/**
 * Decides what becomes of a failure. Pure: the same arguments give the same decision.
 *
 * @param _error what was thrown, anything at all; no policy looks at it yet
 * @param attempt the attempt that failed; the first is 1
 * @param roll a random number, 0 (inclusive) to 1 (exclusive), for the jitter
 */
export function decideOutcome(_error: unknown, attempt: number, policy: RecoveryPolicy, roll: number): RecoveryDecision {
  return { type: 'retry', delayMs: backoffDelayMs(policy.backoff, attempt, roll) }
}
