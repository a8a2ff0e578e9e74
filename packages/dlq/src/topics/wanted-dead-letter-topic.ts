/** A dead-letter topic that a route writes to. */
export interface WantedDeadLetterTopic {
  /** Path of the route in the plan, for problems. */
  readonly route: string
  /** Topics that its records come from; empty where they are not known yet (a pattern). */
  readonly sources: readonly string[]
  /** Its name; `<topic>` in it stands for each of the sources. */
  readonly target: string
  /** Whether it is created where it is missing. */
  readonly create: boolean
}

/** Why dead letters of a route could not be written. */
export interface DeadLetterTopicProblem {
  readonly route: string
  readonly target: string
  readonly code: 'SAMSA_DEAD_LETTER_TOPIC'
  readonly reason: string
  /** What to do about it. */
  readonly cure: string
}
