/** What a handler does with a record beyond counting it and adding its offset up. */
export const handlerKinds = ['noop', 'value', 'json'] as const

/**
 * `noop` reads nothing else, `value` reads the length of the value's bytes, `json` parses the value and adds its `id` up.
 */
export type HandlerKind = (typeof handlerKinds)[number]

/** What one consuming candidate process is asked to do; it reaches it as one JSON argument. */
export interface ConsumeJob {
  /** `host:port` of the broker. */
  readonly bootstrap: string
  /** The topic, filled beforehand and read from its first record on. */
  readonly topic: string
  /** Number of partitions of the topic. */
  readonly partitions: number
  /** A group id that nobody has used before. */
  readonly groupId: string
  /** The candidate ends when it has handled this many records. */
  readonly records: number
  /** What the handler does. */
  readonly handler: HandlerKind
}

/** What a consuming candidate prints when it is through: its figures, and what proves that it handled the records. */
export interface ConsumeReport {
  /** Records handled. */
  readonly records: number
  /** Seconds from the first record handled to the last. */
  readonly seconds: number
  /** CPU seconds of the whole process, all its threads, over the same time. */
  readonly cpuSeconds: number
  /** CPU seconds of the thread that runs the handler; null where the platform does not tell. */
  readonly threadCpuSeconds: number | null
  /** Largest resident set of the process from its start on, MiB. */
  readonly peakRssMiB: number
  /** Records handled, by partition. */
  readonly counts: readonly number[]
  /** Sum of the offsets of all records handled. */
  readonly offsetSum: number
  /** Sum of what the handler read: 0 (`noop`), bytes (`value`), ids (`json`). */
  readonly contentSum: number
}
