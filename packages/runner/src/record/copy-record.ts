import { spanWidth, type RecordColumns } from '@samsa/contracts'
import { headerBytes } from './header-entries.js'

/** Columns of one record that hold a copy of its bytes, so that the batch it came in can be forgotten. */
export function copyRecord(columns: RecordColumns, index: number): RecordColumns {
  const span = (column: number): number => columns.spans[spanWidth * index + column] as number
  const keyBytes = Math.max(0, span(1))
  const valueBytes = Math.max(0, span(3))
  const bytes = new Uint8Array(keyBytes + valueBytes + headerBytes(columns, index))
  bytes.set(columns.bytes.subarray(span(0), span(0) + keyBytes), 0)
  bytes.set(columns.bytes.subarray(span(2), span(2) + valueBytes), keyBytes)
  bytes.set(columns.bytes.subarray(span(4), span(4) + bytes.length - keyBytes - valueBytes), keyBytes + valueBytes)
  return {
    length: 1,
    bytes,
    offsets: columns.offsets.slice(index, index + 1),
    timestamps: columns.timestamps.slice(index, index + 1),
    spans: Int32Array.of(0, span(1), keyBytes, span(3), keyBytes + valueBytes, span(5)),
    runs: new Int32Array(0),
    deliveryCounts: columns.deliveryCounts?.slice(index, index + 1) ?? null,
    takenAtMs: columns.takenAtMs,
    deliveryLimit: columns.deliveryLimit,
    lockMs: columns.lockMs,
    expiringAtMs: columns.expiringAtMs,
    expiresAtMs: columns.expiresAtMs,
  }
}
