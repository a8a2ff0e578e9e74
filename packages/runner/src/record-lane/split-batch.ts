import { isSamsaError } from '@samsa/contracts'
import type { Failure } from '@samsa/dlq'
import { cutSegments } from '../record/batch-segment.js'
import { countRecords, type LockedSegment } from './locked-segment.js'
import { deliveryCountOf } from './share-verdict.js'

/** What a failed batch consists of. */
export interface FailedBatch {
  /** The one record that failed; `null` where nobody knows which. */
  readonly culprit: LockedSegment | null
  /** The others, those of one delivery count together. */
  readonly others: readonly (readonly LockedSegment[])[]
}

/** Finds the record that made a batch fail: the only one, or the one whose decoding error was thrown. Pure. */
export function splitBatch(segments: readonly LockedSegment[], failure: Failure): FailedBatch {
  const culprit = countRecords(segments) === 1 ? (segments[0] ?? null) : undecoded(segments, failure.thrown)
  const others = culprit === null ? segments : without(segments, culprit)
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

function undecoded(segments: readonly LockedSegment[], thrown: unknown): LockedSegment | null {
  if (!isSamsaError(thrown) || thrown.code !== 'SAMSA_DESERIALIZE') return null
  const { topic, partition, offset } = thrown.details
  for (const segment of segments) {
    const { source, columns, start, end } = segment
    if (source.topic !== topic || source.partition !== partition) continue
    for (let row = start; row < end; row++) if (columns.offsets[row] === offset) return { ...segment, start: row, end: row + 1 }
  }
  return null
}

function without(segments: readonly LockedSegment[], { columns, start: row }: LockedSegment): readonly LockedSegment[] {
  return segments.flatMap((segment) => {
    const { start, end } = segment
    if (segment.columns !== columns || row < start || row >= end) return [segment]
    return [
      { ...segment, end: row },
      { ...segment, start: row + 1 },
    ].filter((piece) => piece.end > piece.start)
  })
}

/** Delivery count of the record with this index. */
function deliveryCountIn(segments: readonly LockedSegment[]): (index: number) => number {
  const counts = segments.flatMap(({ columns, start, end }) =>
    Array.from({ length: end - start }, (_one, index) => deliveryCountOf(columns, start + index)),
  )
  return (index) => counts[index] ?? 1
}
