/**
 * Records of one `take`, as columns over one ArrayBuffer. A view keeps the whole batch alive.
 *
 * Header entries lie one after the other at a record's header position, not aligned, little endian: i32 length of the name, i32 length of the value
 * (-1 null), name, value.
 */
export interface NativeBatch {
  /** Number of records. */
  readonly length: number
  /** Keys, values and headers; all positions count from its start. */
  readonly bytes: Buffer
  /** Offset of each record. */
  readonly offsets: Float64Array
  /** Timestamp of each record in ms; -1 none. */
  readonly timestamps: Float64Array
  /** Six a record: key position, key length (-1 null), value position, value length (-1 null), header position, number of headers. */
  readonly spans: Int32Array
  /** Three a run of records of one partition: queue id, first record, number of records. Together they cover the batch. */
  readonly runs: Int32Array
  /** Events came with these records: call `serve()`. */
  readonly pendingEvents: boolean
}

/** @param buffer laid out as native/batch.h says */
export function batchOver(buffer: ArrayBuffer, length: number, runCount: number, pendingEvents: boolean): NativeBatch {
  const spans = 16 * length
  const runs = spans + 24 * length
  const bytes = runs + 12 * runCount
  return {
    length,
    bytes: Buffer.from(buffer, bytes),
    offsets: new Float64Array(buffer, 0, length),
    timestamps: new Float64Array(buffer, 8 * length, length),
    spans: new Int32Array(buffer, spans, 6 * length),
    runs: new Int32Array(buffer, runs, 3 * runCount),
    pendingEvents,
  }
}
