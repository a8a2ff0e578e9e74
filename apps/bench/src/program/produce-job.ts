/** Ways of sending: records one by one, each awaited, or arrays of records, each array awaited. */
export type SendMode = 'awaited' | 'batches'

/** What one producing candidate process is asked to do; it reaches it as one JSON argument. */
export interface ProduceJob {
  /** `host:port` of the broker. */
  readonly bootstrap: string
  /** A fresh topic of four partitions. */
  readonly topic: string
  readonly mode: SendMode
  /** Records to send while the clock runs. */
  readonly records: number
  /** Records sent and awaited before the clock starts, so that connecting does not count. */
  readonly warmUpRecords: number
  /** Bytes of each value. */
  readonly valueBytes: number
  /** Sends in flight at once: records (`awaited`) or batches. */
  readonly inFlight: number
  /** Records of one send: 1 (`awaited`) or the size of a batch. */
  readonly batchRecords: number
}
