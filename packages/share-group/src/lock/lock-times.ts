const longestMarginMs = 2000
const marginShare = 0.1

/** How long before the end of a lock its records are given up, milliseconds: 10 % of the lock, at most 2 s. */
export const marginOf = (lockMs: number): number => Math.min(longestMarginMs, lockMs * marginShare)

/** How long records can be worked on within one lock, milliseconds. */
export const budgetOf = (lockMs: number): number => lockMs - marginOf(lockMs)

/**
 * How long before the end of a lock comes near nothing more of it is begun: twice the working time of a record, at most another margin. What is begun later would be
 * cut short, and run again. What is at its last delivery is begun until so long before the lock ends.
 *
 * @param recordMs working time of a record; `null` before it is known
 */
export const leadOf = (lockMs: number, recordMs: number | null): number => Math.min(marginOf(lockMs), 2 * (recordMs ?? 0))

/** When the locks of one poll end, on the session's clock. */
export interface LockTimes {
  readonly lockMs: number
  /** From here on nothing of it is begun, and signals fire. */
  readonly expiringAtMs: number
  readonly expiresAtMs: number
}

/**
 * The locks of records that were polled at `nowMs` and had waited for that. The broker's clock began a little earlier, when it answered the fetch; the margin covers
 * that.
 */
export function lockTimes(lockMs: number, nowMs: number, waitedMs: number): LockTimes {
  const expiresAtMs = nowMs - waitedMs + lockMs
  return { lockMs, expiresAtMs, expiringAtMs: expiresAtMs - marginOf(lockMs) }
}
