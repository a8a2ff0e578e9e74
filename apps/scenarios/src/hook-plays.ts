/** What a hook of the dead-letter policy does: its work, or it throws, at the first call of the process only, or answers with a promise, or nonsense, or ends the process. */
export type HookPlay = 'works' | 'throws' | 'throws-at-first' | 'promises' | 'nonsense' | 'kills'

/** Hooks of the dead-letter policy of a worker process; those that are not named are not given. */
export interface HookPlays {
  /** Answers `topicName`. */
  readonly topic?: HookPlay
  readonly topicName?: string
  /** Answers `transformed <id>`. */
  readonly transform?: HookPlay
  /** Answers the headers `team` and `seen`, and prints `asked for the headers of <id>`. */
  readonly headers?: HookPlay
}
