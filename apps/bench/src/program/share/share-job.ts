/** What one member process of the share bench is asked to do; it reaches it as one JSON argument. */
export interface ShareJob {
  /** `host:port` of the broker. */
  readonly bootstrap: string
  /** The topic, filled beforehand and read from its first record on. */
  readonly topic: string
  /** Number of partitions of the topic. */
  readonly partitions: number
  /** A group id that nobody has used before; all processes of a run have the same. */
  readonly groupId: string
  /** Records that all processes of the run handle together. */
  readonly records: number
  /** Milliseconds that the handler waits for each record, asynchronously; 0: it returns at once. */
  readonly workMs: number
  /** Records that may be in work at once in this process. */
  readonly inWork: number
}

/** What a member process prints when it was told to stop and has settled everything. */
export interface MemberReport {
  /** Records handled by this process. */
  readonly handled: number
  /** The same by partition. */
  readonly counts: readonly number[]
  /** Sum of the offsets of the records handled. */
  readonly offsetSum: number
  /**
   * Pairs of a time in milliseconds and how many records were handled by then, from the first record taken in hand (0) to the last one
   * handled. The clock is the same for all processes of a run, so that their common stretch can be cut out.
   */
  readonly timeline: readonly number[]
  /** CPU seconds of the whole process from its first record to just after its last. */
  readonly cpuSeconds: number
  /** CPU seconds of the thread that runs the handler; null where the platform does not tell. */
  readonly threadCpuSeconds: number | null
  /** Largest resident set of the process from its start on, MiB. */
  readonly peakRssMiB: number
  /** What must not happen and did: settlements lost, records released, …; each a reason not to believe the figures. */
  readonly troubles: readonly string[]
  /** What is worth knowing and no reason for doubt. */
  readonly notes: readonly string[]
}
