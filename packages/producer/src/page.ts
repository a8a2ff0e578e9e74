import type { OutgoingRecord } from '@samsa/contracts'
import type { ProduceBatch } from '@samsa/librdkafka'
import { exactBytes, mostBytes, writeData, writeHeader } from './record-bytes.js'

/** 32-bit numbers of a row: topic index, partition, position, key length, value length, header count, header bytes, slot. */
const rowWidth = 8

/**
 * A slab of records on their way to the library: their bytes one after another, and a row of numbers for each.
 * Rows `0..sent` are with the library, `sent..length` wait. Reused once all of it is sent.
 */
export class Page implements ProduceBatch {
  readonly bytes: Buffer
  readonly rows: Int32Array
  readonly timestamps: Float64Array
  readonly errors: Int32Array
  /** Rows written. */
  length = 0
  /** Rows that the library took or refused. */
  sent = 0
  #usedBytes = 0

  constructor(sizeBytes: number, capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(sizeBytes)
    this.rows = new Int32Array(capacity * rowWidth)
    this.timestamps = new Float64Array(capacity)
    this.errors = new Int32Array(capacity)
  }

  /** Whether the record can still be written here. */
  fits(record: OutgoingRecord): boolean {
    if (this.length === this.timestamps.length) return false
    const left = this.bytes.length - this.#usedBytes
    return mostBytes(record) <= left || exactBytes(record) <= left
  }

  /** Copies a record that fits; `setSlot` follows. What throws in here (a value that is no bytes) leaves the page as it was. */
  append(topicIndex: number, record: OutgoingRecord): void {
    const { bytes, rows } = this
    const { key, value, headers } = record
    const start = this.#usedBytes
    let end = start
    if (key !== null) end += writeData(bytes, end, key)
    const valueStart = end
    if (value !== null) end += writeData(bytes, end, value)
    const headersStart = end
    if (headers !== null) for (const header of headers) end += writeHeader(bytes, end, header[0], header[1])
    const row = this.length * rowWidth
    rows[row] = topicIndex
    rows[row + 1] = record.partition ?? -1
    rows[row + 2] = start
    rows[row + 3] = key === null ? -1 : valueStart - start
    rows[row + 4] = value === null ? -1 : headersStart - valueStart
    rows[row + 5] = headers === null ? 0 : headers.length
    rows[row + 6] = end - headersStart
    this.timestamps[this.length] = record.timestampMs ?? 0
    this.#usedBytes = end
    this.length++
  }

  slot(row: number): number {
    return this.rows[row * rowWidth + 7]!
  }

  setSlot(row: number, slot: number): void {
    this.rows[row * rowWidth + 7] = slot
  }

  partition(row: number): number {
    return this.rows[row * rowWidth + 1]!
  }

  /** Bytes of a row's key, value and headers: what the library's limits count. */
  rowBytes(row: number): number {
    const at = row * rowWidth
    return Math.max(0, this.rows[at + 3]!) + Math.max(0, this.rows[at + 4]!) + this.rows[at + 6]!
  }

  /** Makes room for new rows after all of it was sent. */
  reset(): void {
    this.length = 0
    this.sent = 0
    this.#usedBytes = 0
  }
}
