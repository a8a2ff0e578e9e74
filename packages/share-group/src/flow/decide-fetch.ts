/** What is known when a member with nothing in hand might fetch. */
export interface FetchLoad {
  /** Records that wait to be given out. */
  readonly queued: number
  /** Records in work. */
  readonly inWork: number
  /** Records in hand that wait for another attempt. */
  readonly waiting: number
  /** Other members whose fetch is out. */
  readonly armed: number
  /** Records that one fetch brings, as of late. */
  readonly fetchRecords: number
  /** Working time of a record, milliseconds. */
  readonly workMs: number
  readonly concurrency: number
  /** How long records can be worked on within one lock, milliseconds. */
  readonly budgetMs: number
}

/**
 * Whether one more member may fetch: what is in hand, what the fetches on their way bring, and one more fetch have to be done within one lock. Where nothing waits and
 * nothing is on its way, and not all of the concurrency is in use, one member may always fetch: a single handler that hangs holds up nobody.
 */
export function decideFetch({ queued, inWork, waiting, armed, fetchRecords, workMs, concurrency, budgetMs }: FetchLoad): boolean {
  if (queued === 0 && armed === 0 && inWork < concurrency) return true
  return neededMs(queued + inWork + waiting + fetchRecords * (armed + 1), workMs, concurrency) <= budgetMs
}

/** How long so many records take, milliseconds. */
export const neededMs = (records: number, workMs: number, concurrency: number): number => (records * workMs) / concurrency
