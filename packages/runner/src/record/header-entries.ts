import { decodeError, spanWidth, string, type RecordColumns, type RecordCoordinates, type RecordHeader } from '@samsa/contracts'

/** One header as it lies in the columns. */
export interface HeaderSpan {
  readonly namePosition: number
  readonly nameLength: number
  readonly valuePosition: number
  /** -1: null. */
  readonly valueLength: number
}

const text = string()

/**
 * The headers of a record in the order in which they were written; values are views of the columns' bytes.
 * Throws `SAMSA_DESERIALIZE` where a name is not UTF-8.
 */
export function headerEntries(columns: RecordColumns, index: number, at: RecordCoordinates): readonly RecordHeader[] {
  const { bytes } = columns
  try {
    return headerSpans(columns, index).map(({ namePosition, nameLength, valuePosition, valueLength }) => [
      text.deserialize(bytes.subarray(namePosition, namePosition + nameLength)),
      valueLength < 0 ? null : bytes.subarray(valuePosition, valuePosition + valueLength),
    ])
  } catch (thrown) {
    throw decodeError(thrown, 'header', at)
  }
}

/** Bytes that the headers of a record take in the columns, their lengths included. */
export function headerBytes(columns: RecordColumns, index: number): number {
  const last = headerSpans(columns, index).at(-1)
  if (last === undefined) return 0
  return last.valuePosition + Math.max(0, last.valueLength) - (columns.spans[spanWidth * index + 4] as number)
}

/** Where the headers of a record lie. */
export function headerSpans(columns: RecordColumns, index: number): readonly HeaderSpan[] {
  const { bytes, spans } = columns
  const lengths = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found: HeaderSpan[] = []
  let position = spans[spanWidth * index + 4] as number
  for (let left = spans[spanWidth * index + 5] as number; left > 0; left--) {
    const nameLength = lengths.getInt32(position, true)
    const valueLength = lengths.getInt32(position + 4, true)
    const namePosition = position + 8
    const valuePosition = namePosition + nameLength
    found.push({ namePosition, nameLength, valuePosition, valueLength })
    position = valuePosition + Math.max(0, valueLength)
  }
  return found
}
