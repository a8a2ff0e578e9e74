import { decideOutcome } from '@samsa/dlq'
import { backoffDelayMs, defaultBackoff } from '@samsa/contracts'
import type { DueEntry } from '../time/due-times.js'
import type { CallFailure } from './call-failure.js'
import type { Lane } from './lane.js'

/** The records that run again, for the event. */
export interface RetriedRange {
  readonly offset: number
  readonly lastOffset: number
  readonly records: number
}

/** Lets a lane wait until its failed record or batch runs again: an entry in the session's heap. */
export class RetryWait {
  readonly #lane: Lane
  #entry: DueEntry | null = null

  constructor(lane: Lane) {
    this.#lane = lane
  }

  /** When it runs again, on the clock; `null` where nothing waits. */
  get atMs(): number | null {
    return this.#entry?.atMs ?? null
  }

  /** How long to wait after this failure: what the handler asked for, or what the policy decides. 0 where the lane starts nothing more. */
  delayMs(failure: CallFailure, afterMs: number | null): number {
    const { context, route, scope, draining, quieted } = this.#lane
    if (draining || quieted) return 0
    const run = { failure: { ...failure, afterMs }, attempt: context.attempt, delivery: null }
    const { action } = decideOutcome(run, route.recovery.policy, scope.random)
    return action.type === 'retry' ? action.delayMs : backoffDelayMs(defaultBackoff, context.attempt, scope.random)
  }

  /** Tells of records that run again after `delayMs`. */
  tell(range: RetriedRange, failure: CallFailure, delayMs: number): void {
    const { context, scope, source } = this.#lane
    const { cause, reason, error } = failure
    scope.counters.retried += range.records
    scope.events.record('record.retried', source, range.offset, {
      attempt: context.attempt,
      delayMs,
      cause,
      reason,
      error,
      records: range.records,
      lastOffset: range.lastOffset,
    })
  }

  /** The lane waits for `delayMs`, then goes on. */
  wait(delayMs: number): void {
    const { scope } = this.#lane
    this.#lane.phase = 'waiting'
    this.#entry = scope.due.add(scope.clock.now() + delayMs, () => {
      this.#entry = null
      if (this.#lane.phase === 'waiting') this.#lane.phase = 'idle'
      this.#lane.wake()
    })
  }

  cancel(): void {
    if (this.#entry !== null) this.#lane.scope.due.remove(this.#entry)
    this.#entry = null
  }
}
