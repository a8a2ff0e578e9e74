import type { Clock, Engine, Logger, SamsaError, Send, Subscription } from '@samsa/contracts'
import type { GroupEvents } from '../events/group-events.js'
import type { LaneCounters } from '../lane/lane-scope.js'
import type { TurnEnd } from '../time/turn-end.js'
import type { Turn } from '../time/turn.js'

/** What a session of a group is made of, whatever its lanes are. */
export interface SessionParts {
  readonly kind: 'consumer' | 'share'
  readonly engine: Engine
  readonly subscription: Subscription
  readonly send: Send
  readonly clock: Clock
  readonly turn: Turn
  readonly turnEnd: TurnEnd
  readonly events: GroupEvents
  readonly log: Logger
  readonly counters: LaneCounters
  /** Something came to rest. */
  readonly rested: () => void
  /** Recovery ends the worker; the session drains with everything else. */
  readonly stop: (error: SamsaError) => void
  /** The session is over: a fresh one follows, or the worker fails. Told once. */
  readonly failed: (error: SamsaError) => void
}
