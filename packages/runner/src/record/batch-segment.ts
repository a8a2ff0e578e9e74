import type { RecordColumns } from '@samsa/contracts'

/** Neighbouring records of a batch that came in one poll. */
export interface BatchSegment {
  readonly columns: RecordColumns
  /** First record, inclusive. */
  readonly start: number
  /** Last record, exclusive. */
  readonly end: number
}

/** Cuts segments where neighbours differ in what `of` says of their index in the batch. Pure. */
export function cutSegments<Mark>(
  segments: readonly BatchSegment[],
  of: (index: number) => Mark,
): readonly (BatchSegment & { readonly mark: Mark })[] {
  const pieces: (BatchSegment & { readonly mark: Mark })[] = []
  let before = 0
  for (const { columns, start, end } of segments) {
    let from = start
    let mark = of(before)
    for (let row = start + 1; row < end; row++) {
      const next = of(before + row - start)
      if (next === mark) continue
      pieces.push({ columns, start: from, end: row, mark })
      from = row
      mark = next
    }
    pieces.push({ columns, start: from, end, mark })
    before += end - start
  }
  return pieces
}
