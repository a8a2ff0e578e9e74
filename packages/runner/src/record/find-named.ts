import type { PartitionName } from '../events/group-events.js'
import type { BatchSegment } from './batch-segment.js'

/** The record that the details of an error name by its coordinates, as a segment of its own; `null` where it is none of these. Pure. */
export function findNamed<Segment extends BatchSegment>(
  segments: readonly Segment[],
  { topic, partition, offset }: Readonly<Record<string, unknown>>,
  sourceOf: (segment: Segment) => PartitionName,
): Segment | null {
  for (const segment of segments) {
    const source = sourceOf(segment)
    if (source.topic !== topic || source.partition !== partition) continue
    const at = segment.columns.offsets.subarray(segment.start, segment.end).indexOf(offset as number)
    if (at >= 0) return { ...segment, start: segment.start + at, end: segment.start + at + 1 }
  }
  return null
}
