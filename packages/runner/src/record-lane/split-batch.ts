import type { Failure } from '@samsa/dlq'
import { cutOut, findCulprit, isSame } from '../record/batch-culprit.js'
import { cutSegments } from '../record/batch-segment.js'
import type { LockedSegment } from './locked-segment.js'
import { deliveryCountOf } from './share-verdict.js'

/** What a failed batch consists of. */
export interface FailedBatch {
  /** The one record that failed; `null` where nobody knows which. */
  readonly culprit: LockedSegment | null
  /** The others, those of one delivery count together. */
  readonly others: readonly (readonly LockedSegment[])[]
}

/** Finds the record that made a batch fail: the only one, or the one that could not be decoded. Pure. */
export function splitBatch(segments: readonly LockedSegment[], failure: Failure): FailedBatch {
  const culprit = findCulprit(segments, failure, ({ source }) => source)
  const others =
    culprit === null ? segments : segments.flatMap((segment) => cutOut(segment, culprit)).filter((piece) => !isSame(piece, culprit))
  const counts = new Map<number, LockedSegment[]>()
  for (const { mark: count, ...segment } of cutSegments(others, deliveryCountIn(others))) {
    const known = counts.get(count)
    if (known === undefined) counts.set(count, [segment])
    else known.push(segment)
  }
  return { culprit, others: [...counts.values()] }
}

/** The same records, each on its own. Pure. */
export function singleRecords(segments: readonly LockedSegment[]): readonly LockedSegment[] {
  return segments.flatMap((segment) =>
    Array.from({ length: segment.end - segment.start }, (_one, index) => ({
      ...segment,
      start: segment.start + index,
      end: segment.start + index + 1,
    })),
  )
}

/** Delivery count of the record with this index. */
function deliveryCountIn(segments: readonly LockedSegment[]): (index: number) => number {
  const counts = segments.flatMap(({ columns, start, end }) =>
    Array.from({ length: end - start }, (_one, index) => deliveryCountOf(columns, start + index)),
  )
  return (index) => counts[index] ?? 1
}
