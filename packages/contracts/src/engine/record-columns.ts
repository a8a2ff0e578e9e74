/**
 * The records of one poll as frozen columns: one buffer with all bytes, and typed arrays beside it. A record is a light view made when a handler is
 * called. A view keeps the whole buffer alive.
 */
export interface RecordColumns {
  /** Number of records in the columns. `runs` may name only some of them: the others were delivered before, or will be. */
  readonly length: number
  /** Keys, values and headers of all records. */
  readonly bytes: Uint8Array
  /** Offset of each record (exact up to 2^53). */
  readonly offsets: Float64Array
  /** Milliseconds since the epoch; -1 where the record has none. */
  readonly timestamps: Float64Array
  /**
   * Where a record's parts lie in `bytes`, six integers each:
   * key position, key length (-1: null), value position, value length (-1: null), header position, header count.
   * A header is: int32 name length, int32 value length (-1: null), name, value; little endian, not aligned.
   */
  readonly spans: Int32Array
  /** Contiguous runs of one slot, three integers each: slot, first record, count. Offsets rise within a run, with gaps where records were removed. */
  readonly runs: Int32Array
  /** How often each record was delivered, this time included (KIP-932); `null` where the kind of group does not count. */
  readonly deliveryCounts: Int16Array | null
  /** A record whose delivery count has reached this is not delivered again (`share.delivery.count.limit`); `Infinity` where there is no limit, or none is known. */
  readonly deliveryLimit: number
  /** When the records were taken, on the session's clock. */
  readonly takenAtMs: number
  /** How long they are locked in all, milliseconds; `Infinity` where nothing expires. */
  readonly lockMs: number
  /** From when on nothing but `release` still counts (`SessionObserver.expiring`), on the session's clock; `Infinity` where nothing expires. */
  readonly expiringAtMs: number
  /** When they stop being ours, on the session's clock, judged locally and on the safe side; `Infinity` where nothing expires. */
  readonly expiresAtMs: number
}

/** Integers per record in `RecordColumns.spans`. */
export const spanWidth = 6
/** Integers per run in `RecordColumns.runs`. */
export const runWidth = 3
