/** What holds where nobody says otherwise. */
export interface PlanDefaults {
  /** Begins every client id; `null`: the caller fills in the application's package name. */
  readonly name: string | null
  readonly drainMs: number
  readonly startTimeoutMs: number
  readonly commitIntervalMs: number
  readonly bufferBytes: number
  /** For routes without `timeout`; with one it is ten times that. */
  readonly stuckAfterMs: number
  /** Records in work at once in a route of a share group. */
  readonly shareConcurrency: number
  readonly batchMaxRecords: number
  readonly batchMaxWaitMs: number
}

/** The defaults of this release. */
export const planDefaults: PlanDefaults = Object.freeze({
  name: null,
  drainMs: 25_000,
  startTimeoutMs: 60_000,
  commitIntervalMs: 1_000,
  bufferBytes: 32 * 1024 ** 2,
  stuckAfterMs: 1_800_000,
  shareConcurrency: 10,
  batchMaxRecords: 500,
  batchMaxWaitMs: 0,
})
