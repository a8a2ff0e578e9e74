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
/** Before the work is known: so many for each record in work. */
const firstRounds = 50
/** One member does not take what others could have begun long before it. */
const longestWorkMs = 2000
/** For handlers that take next to nothing: fewer, larger polls are faster. */
const largestSize = 2000
const nextToNothingMs = 50

/**
 * `max.poll.records` of a member: a multiple of the concurrency, at least the concurrency and at most about 500. As many as are done within two seconds, fewer where what all
 * members may hold would take more than half the lock, more (2000) where even that is done within 50 ms.
 */
export function decidePollSize({ concurrency, workMs, budgetMs, members }: PollSizing): number {
  if (workMs === null) return multipleOf(concurrency, Math.min(ordinarySize, firstRounds * concurrency))
  const perRecordMs = workMs / concurrency
  if (perRecordMs * largestSize <= nextToNothingMs) return multipleOf(concurrency, largestSize)
  return multipleOf(concurrency, Math.min(ordinarySize, longestWorkMs / perRecordMs, budgetMs / 2 / perRecordMs / members))
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
