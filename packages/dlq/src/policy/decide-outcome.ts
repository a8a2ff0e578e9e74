import { backoffDelayMs } from '@samsa/contracts'
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
 * Decides what becomes of a failure. Pure: the same arguments and the same `random` give the same decision.
 *
 * @param _error what was thrown, anything at all; no policy looks at it yet
 * @param attempt the attempt that failed; the first is 1
 * @param random 0 (inclusive) to 1 (exclusive), asked where the backoff has jitter
 */
export function decideOutcome(
  _error: unknown,
  attempt: number,
  policy: RecoveryPolicy,
  random: () => number = Math.random,
): RecoveryDecision {
  return { type: 'retry', delayMs: backoffDelayMs(policy.backoff, attempt, random) }
}
