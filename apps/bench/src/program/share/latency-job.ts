/** What one process of the latency part is asked to do: it sends records one by one and consumes them itself. */
export interface LatencyJob {
  readonly bootstrap: string
  /** An empty topic. */
  readonly topic: string
  /** A group id that nobody has used before. */
  readonly groupId: string
  /** Records to time. */
  readonly records: number
  /** Records sent before, which are not timed. */
  readonly warmUpRecords: number
  /** Mean time between a record's answer and the next record; the real ones vary by half of it, so that nothing falls into step. */
  readonly everyMs: number
}

/** What it prints: every single time in milliseconds. */
export interface LatencyReport {
  /** From just before the record was handed to the producer to the call of its handler. */
  readonly toHandlerMs: readonly number[]
  /** From the moment the record was settled to the answer of the broker. */
  readonly toAnswerMs: readonly number[]
  /** What must not have happened and did. */
  readonly troubles: readonly string[]
}
