import type { RecordColumns } from '@samsa/contracts'

/** Columns without records: what stands where there are none. */
export const noColumns: RecordColumns = Object.freeze({
  length: 0,
  bytes: new Uint8Array(0),
  offsets: new Float64Array(0),
  timestamps: new Float64Array(0),
  spans: new Int32Array(0),
  runs: new Int32Array(0),
  deliveryCounts: null,
  deliveryLimit: Infinity,
  takenAtMs: 0,
  lockMs: Infinity,
  expiringAtMs: Infinity,
  expiresAtMs: Infinity,
})
