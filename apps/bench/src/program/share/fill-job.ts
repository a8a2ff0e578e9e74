/** What the program that fills a topic with batches of a size is asked to do; it reaches it as one JSON argument. */
export interface FillJob {
  /** `host:port` of the broker. */
  readonly bootstrap: string
  /** An empty topic. */
  readonly topic: string
  readonly partitions: number
  /** Records in all, evenly over the partitions. */
  readonly records: number
  /** Bytes of each value. */
  readonly valueBytes: number
  /** Records of one batch. */
  readonly batchRecords: number
}
