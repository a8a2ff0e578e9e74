/** What a poll size depends on. */
export interface PollSizing {
  readonly concurrency: number
  /** Working time of a record, milliseconds; `null` before it is known. */
  readonly workMs: number | null
  /** How long records can be worked on within one lock, milliseconds. */
  readonly budgetMs: number
  /** Members of the session. */
  readonly members: number
}

const ordinarySize = 500
/** For handlers that take next to nothing: fewer, larger polls are faster. */
const largestSize = 2000
const nextToNothingMs = 50

/**
 * `max.poll.records` of a member: a multiple of the concurrency near 500 and at least the concurrency. Fewer where what all members may hold would take more than half
 * the lock, more where even the largest poll is done within 50 ms.
 */
export function decidePollSize({ concurrency, workMs, budgetMs, members }: PollSizing): number {
  const perRecordMs = workMs === null ? null : workMs / concurrency
  const isQuick = perRecordMs !== null && perRecordMs * largestSize <= nextToNothingMs
  const largest = isQuick ? largestSize : ordinarySize
  const withinLock = perRecordMs === null || perRecordMs === 0 ? Infinity : budgetMs / 2 / perRecordMs / members
  return multipleOf(concurrency, Math.min(largest, withinLock))
}

/**
 * Whether a handle is worth replacing for another poll size: not for small differences, and for a larger one only where polls come full.
 *
 * @param fetchRecords records that one fetch brings, as of late
 */
export function isWorthReplacing(current: number, wanted: number, fetchRecords: number): boolean {
  return wanted * 2 <= current || (wanted >= current * 2 && fetchRecords >= current * 0.8)
}

const multipleOf = (step: number, size: number): number => Math.max(1, Math.floor(size / step)) * step
