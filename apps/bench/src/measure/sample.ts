/** What every candidate reports about one run; tasks add what proves the work. */
export interface Sample {
  /** Records handled or sent. */
  readonly records: number
  /** Wall seconds from the first record to the last. */
  readonly seconds: number
  /** CPU seconds of the process over that time, all its threads. */
  readonly cpuSeconds: number
  /** CPU seconds of the thread that runs the handler; null where the platform does not tell. */
  readonly threadCpuSeconds: number | null
  /** Largest resident set of the process since its start, MiB. */
  readonly peakRssMiB: number
}
