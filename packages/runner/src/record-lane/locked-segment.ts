import { cutSegments, type BatchSegment, type SourcedSegment } from '../record/batch-segment.js'
import { atLimit } from './share-verdict.js'

/** Neighbouring records of one partition that were taken together: they can be settled as one range. */
export type LockedSegment = SourcedSegment

/** Cuts a segment where its records change between their last delivery (`mark`) and an earlier one. Pure. */
export function cutAtLimit(segment: LockedSegment): readonly (LockedSegment & { readonly mark: boolean })[] {
  return cutSegments([segment], (index) => atLimit(segment.columns, segment.start + index))
}

/** How many records segments hold. */
export function countRecords(segments: readonly BatchSegment[]): number {
  return segments.reduce((sum, { start, end }) => sum + end - start, 0)
}

/** Highest delivery count in a segment. */
export function highestDeliveryCount({ columns, start, end }: BatchSegment): number {
  let highest = 1
  for (let row = start; row < end; row++) highest = Math.max(highest, columns.deliveryCounts?.[row] ?? 1)
  return highest
}
