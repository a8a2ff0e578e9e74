import { spanWidth, type RecordColumns } from '@samsa/contracts'
import type { RawRecord } from '@samsa/dlq'
import { headerSpans } from './header-entries.js'

// a byte-order mark is part of a name
const lossy = new TextDecoder('utf-8', { ignoreBOM: true })

/** Key, value and headers of a record as they came, as views of the columns' bytes; names of headers that are not UTF-8 are decoded lossily. */
export function rawRecord(columns: RecordColumns, index: number): RawRecord {
  const { bytes } = columns
  const headers = headerSpans(columns, index).map(
    ({ namePosition, nameLength, valuePosition, valueLength }) =>
      [
        lossy.decode(bytes.subarray(namePosition, namePosition + nameLength)),
        valueLength < 0 ? null : bytes.subarray(valuePosition, valuePosition + valueLength),
      ] as const,
  )
  return { key: rawPart(columns, index, 0), value: rawPart(columns, index, 2), headers }
}

/** Key (`column` 0) or value (2) of a record as it came. */
export function rawPart({ bytes, spans }: RecordColumns, index: number, column: 0 | 2): Uint8Array | null {
  const position = spans[spanWidth * index + column] as number
  const length = spans[spanWidth * index + column + 1] as number
  return length < 0 ? null : bytes.subarray(position, position + length)
}
