import type { RecordColumns } from '@samsa/contracts'
import type { RecordSource } from './record-source.js'

/** Neighbouring records of a batch that came in one poll. */
export interface BatchSegment {
  readonly columns: RecordColumns
  /** First record, inclusive. */
  readonly start: number
  /** Last record, exclusive. */
  readonly end: number
}

/** Neighbouring records of a batch whose partition has to be said, because the batch holds records of several. */
export interface SourcedSegment extends BatchSegment {
  readonly source: RecordSource
}

/** How many records segments hold. */
export function countSegments(segments: readonly BatchSegment[]): number {
  return segments.reduce((sum, { start, end }) => sum + end - start, 0)
}

/** Cuts segments where neighbours differ in what `of` says of their index in the batch. Pure. */
export function cutSegments<Segment extends BatchSegment, Mark>(
  segments: readonly Segment[],
  of: (index: number) => Mark,
): readonly (Segment & { readonly mark: Mark })[] {
  const pieces: (Segment & { readonly mark: Mark })[] = []
  let before = 0
  for (const segment of segments) {
    const { start, end } = segment
    let from = start
    let mark = of(before)
    for (let row = start + 1; row < end; row++) {
      const next = of(before + row - start)
      if (next === mark) continue
      pieces.push({ ...segment, start: from, end: row, mark })
      from = row
      mark = next
    }
    pieces.push({ ...segment, start: from, end, mark })
    before += end - start
  }
  return pieces
}
