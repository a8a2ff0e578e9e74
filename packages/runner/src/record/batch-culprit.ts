import type { Failure } from '@samsa/dlq'
import type { PartitionName } from '../events/group-events.js'
import { countSegments, type BatchSegment } from './batch-segment.js'
import { findNamed } from './find-named.js'

/**
 * The record that made a batch fail, as a segment of its own: the only one, or the one that could not be decoded, whose error says where it lies; `null` where nobody knows
 * which. Pure.
 *
 * @param segments what the batch did not settle
 */
export function findCulprit<Segment extends BatchSegment>(
  segments: readonly Segment[],
  { cause, error }: Pick<Failure, 'cause' | 'error'>,
  sourceOf: (segment: Segment) => PartitionName,
): Segment | null {
  const [first] = segments
  if (first !== undefined && countSegments(segments) === 1) return first
  if (cause !== 'deserialize' || error === null) return null
  return findNamed(segments, error.details, sourceOf)
}

/** Cuts a culprit out of the segment it lies in: what stands before it, itself, and what stands behind it. Other segments stay as they are. Pure. */
export function cutOut<Segment extends BatchSegment>(segment: Segment, culprit: Segment | null): readonly Segment[] {
  const { columns, start, end } = segment
  if (culprit === null || columns !== culprit.columns || culprit.start < start || culprit.end > end) return [segment]
  const pieces = [{ ...segment, end: culprit.start }, culprit, { ...segment, start: culprit.end }]
  return pieces.filter((piece) => piece.start < piece.end)
}

/** Whether two segments hold the same records. */
export function isSame(one: BatchSegment, other: BatchSegment): boolean {
  return one.columns === other.columns && one.start === other.start && one.end === other.end
}
