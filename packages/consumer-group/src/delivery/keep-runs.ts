import { runWidth, spanWidth } from '@samsa/contracts'
import type { DriverBatch } from '../driver.js'

/** A copy of the columns with only `runs` (queue id, first record, count) of the batch in them; the bytes stay shared. */
export function keepRuns(batch: DriverBatch, runs: Int32Array): DriverBatch {
  let length = 0
  for (let at = 0; at < runs.length; at += runWidth) length += runs[at + 2]!
  const kept = {
    length,
    bytes: batch.bytes,
    offsets: new Float64Array(length),
    timestamps: new Float64Array(length),
    spans: new Int32Array(length * spanWidth),
    runs: runs.slice(),
    pendingEvents: batch.pendingEvents,
  }
  let to = 0
  for (let at = 0; at < runs.length; at += runWidth) {
    const from = runs[at + 1]!
    const end = from + runs[at + 2]!
    kept.offsets.set(batch.offsets.subarray(from, end), to)
    kept.timestamps.set(batch.timestamps.subarray(from, end), to)
    kept.spans.set(batch.spans.subarray(from * spanWidth, end * spanWidth), to * spanWidth)
    kept.runs[at + 1] = to
    to += end - from
  }
  return kept
}
