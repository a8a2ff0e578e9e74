import type { Clock, Logger, SamsaError, Session } from '@samsa/contracts'
import type { GroupEvents } from '../events/group-events.js'
import type { DueTimes } from '../time/due-times.js'
import type { TurnEnd } from '../time/turn-end.js'
import type { Turn } from '../time/turn.js'
import type { Lane } from './lane.js'

/** Counted, because an event for each would cost more than the record. */
export interface LaneCounters {
  /** Records settled, skipped and rejected ones included. */
  settled: number
  skipped: number
  /** Records that went to a dead-letter topic; those that the broker writes are among the rejected too. */
  deadLettered: number
  /** Attempts that ended in another one. */
  retried: number
  /** Records given back after a handler saw them, or before (share groups). */
  released: number
  rejected: number
}

/** What lanes of either kind need of the session they belong to. One object per session. */
export interface SessionScope {
  readonly session: Session
  readonly clock: Clock
  readonly events: GroupEvents
  readonly log: Logger
  readonly due: DueTimes
  readonly turn: Turn
  readonly turnEnd: TurnEnd
  readonly counters: LaneCounters
  /** A lane has nothing in work any more. */
  readonly rested: () => void
  /** Recovery ends the worker: what is in work elsewhere drains. */
  readonly stop: (error: SamsaError) => void
  /** A mistake of ours: the group fails. */
  readonly crashed: (error: unknown) => void
}

/** What a lane of a partition needs of its session. */
export interface LaneScope extends SessionScope {
  /** Kind of group: decides which outcomes exist. */
  readonly kind: 'consumer' | 'share'
  /** Bounds of a lane's inbox. */
  readonly limits: { readonly records: number; bytes: number }
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number
  /** A lane can take records again. */
  readonly wantsRecords: () => void
  /** A lane goes on under another slot. */
  readonly moved: (lane: Lane, from: number) => void
}
