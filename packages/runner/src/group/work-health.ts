import type { LanePhase } from '../lane/lane.js'

/** One partition for health: what the session knows of it, and what is done with its records. */
export interface PartitionHealth {
  readonly topic: string
  readonly partition: number
  /** The offset that is delivered next after a restart; `null` in a share group, which has none. */
  readonly position: number | null
  readonly committed: number | null
  /** End of the partition as last seen. */
  readonly end: number | null
  /** Records between position and end. */
  readonly lag: number | null
  readonly atEnd: boolean
  /** Whether nothing more of it is taken at the moment, because its lane is full or paused. */
  readonly held: boolean
  readonly paused: boolean
  /** What its lane does, or that it writes dead letters; in a share group `working`, `writing`, `waiting`, `unwritten` or `idle`. */
  readonly phase: LanePhase | 'writing'
  /** Offset in work, or next to run; of several in work the one that has run longest. */
  readonly offset: number | null
  /** Records that were taken and are not settled. */
  readonly waiting: number
  readonly attempt: number
  /** Milliseconds until a failed record runs again, or its dead letter is written again. */
  readonly retryInMs: number | null
  /** How long the running call or hook has run, or the writing of dead letters has taken, milliseconds. */
  readonly runningMs: number | null
}

/** What is done with the records of a session. */
export interface WorkHealth {
  /** Calls and hooks that run. */
  readonly inWork: number
  /** Records that were taken and are not settled. */
  readonly waiting: number
  /** Milliseconds until the first lock of a record in work ends, negative once it has; `null` where no locked record is in work. */
  readonly lockEndsInMs: number | null
  readonly partitions: readonly PartitionHealth[]
}
