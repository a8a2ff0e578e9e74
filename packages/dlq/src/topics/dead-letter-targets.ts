/** What a dead-letter topic is looked up for. */
export interface DeadLetterSource {
  /** Topic that the record came from: a missing target gets its number of partitions. */
  readonly source: string
  /** Whether a missing target is created. */
  readonly create: boolean
}

/** What is known of the dead-letter topics of one cluster. */
export interface DeadLetterTargets {
  /**
   * Number of partitions of `target`, which is looked up, and then known for a while. A missing one is created where `create` says so, with the partitions of `source`, and with its
   * `max.message.bytes` + 128 KiB where its configs can be read. Rejects with `SAMSA_DEAD_LETTER_TOPIC` where it is missing, or may not be described or created; with
   * the error of the admin port where the brokers cannot be asked.
   */
  readonly partitions: (target: string, source: DeadLetterSource) => Promise<number>
  /** Forgets what is known: the next `partitions` looks it up again. A lookup that is under way is not forgotten: it is fresh. */
  readonly forget: (target: string) => void
}
