/** Exponential waiting: doubles from `firstMs` to `maxMs`, shortened at random so that failures of one cause do not come back together. */
export interface ExponentialBackoff {
  /** Wait after the first attempt, milliseconds, 0 or more. */
  readonly firstMs: number
  /** Longest wait, milliseconds. */
  readonly maxMs: number
  /** Share of the wait that chance may take off: 0 (none) to 1. */
  readonly jitter: number
}

/**
 * Wait after the given attempt, in whole milliseconds.
 *
 * @param attempt the attempt that failed; the first is 1
 * @param roll a random number, 0 (inclusive) to 1 (exclusive): 0 gives the whole wait
 */
export function backoffDelayMs(backoff: ExponentialBackoff, attempt: number, roll: number): number {
  // 2^1023 is the largest power that is a number; the maximum is reached long before
  const wholeMs = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(attempt - 1, 1000))
  return Math.round(wholeMs * (1 - backoff.jitter * roll))
}
