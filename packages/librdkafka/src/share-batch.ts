import type { NativeBatch } from './native-batch.js'

/**
 * A record that could not be read; it is not among the columns. Without an acknowledgement the library's own goes with the next commit: RELEASE for
 * `_BAD_COMPRESSION`, REJECT for the rest.
 */
export interface BrokenRecord {
  /** As in the runs of its batch. */
  readonly partitionId: number
  readonly offset: number
  /** This delivery included; 0 where the library does not tell (2.15.1 never does for these). */
  readonly deliveryCount: number
  /** librdkafka's code: `_BAD_MSG`, `_BAD_COMPRESSION`, … */
  readonly errno: number
}

/** Records of one `poll` of a share consumer: columns as in {@link NativeBatch}, runs with the ids of partitions. */
export interface ShareBatch extends NativeBatch {
  /** How many times each record was delivered, this time included. */
  readonly deliveryCounts: Int16Array
  /** Milliseconds between the moment the library told of the records and this poll: their locks began about so long ago. */
  readonly waitedMs: number
  /** Records that arrived broken. */
  readonly broken: readonly BrokenRecord[]
}

/**
 * @param buffer laid out as native/batch.h says
 * @param info written by the addon's poll: records, runs, 1 when events are waiting, ms waited, broken records
 */
export function shareBatchOver(buffer: ArrayBuffer, info: Float64Array, broken: readonly BrokenRecord[]): ShareBatch {
  const [length, runCount, pending, waitedMs] = info as unknown as [number, number, number, number]
  const spans = 16 * length
  const runs = spans + 24 * length
  const counts = runs + 12 * runCount
  return {
    length,
    bytes: Buffer.from(buffer, counts + 2 * length),
    offsets: new Float64Array(buffer, 0, length),
    timestamps: new Float64Array(buffer, 8 * length, length),
    spans: new Int32Array(buffer, spans, 6 * length),
    runs: new Int32Array(buffer, runs, 3 * runCount),
    pendingEvents: pending === 1,
    deliveryCounts: new Int16Array(buffer, counts, length),
    waitedMs,
    broken,
  }
}

/** @param rows of the addon: partition id, offset, delivery count, code; for each broken record */
export function brokenRecordsOf(rows: Float64Array | null): readonly BrokenRecord[] {
  const broken: BrokenRecord[] = []
  for (let at = 0; rows !== null && at < rows.length; at += 4) {
    broken.push({ partitionId: rows[at]!, offset: rows[at + 1]!, deliveryCount: rows[at + 2]!, errno: rows[at + 3]! })
  }
  return broken
}
