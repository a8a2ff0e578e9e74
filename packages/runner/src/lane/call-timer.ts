import { SamsaError } from '@samsa/contracts'
import type { DueEntry } from '../time/due-times.js'
import type { LaneRoute } from './lane-route.js'
import type { SessionScope } from './lane-scope.js'

/** A lane whose calls are timed. */
export interface TimedLane {
  readonly scope: Pick<SessionScope, 'clock' | 'due'>
  readonly route: Pick<LaneRoute, 'className' | 'timeoutMs'>
  /** The running call took longer than its `timeout`. */
  readonly timedOut: (why: SamsaError) => void
}

/**
 * How long the running call of a lane runs, and its `timeout`. Records that end in the turn they began in cost no look at the clock: a call gets its time
 * when the turn ends. One timer entry per lane, and only where a timeout is declared, which outlives calls and is moved when it fires too early.
 */
export class CallTimer {
  readonly #lane: TimedLane
  #running = false
  #fresh = false
  #sinceMs = 0
  #entry: DueEntry | null = null

  constructor(lane: TimedLane) {
    this.#lane = lane
  }

  /** When the running call began, give or take one turn; `null` where none runs. */
  get sinceMs(): number | null {
    if (!this.#running) return null
    return this.#fresh ? this.#lane.scope.clock.now() : this.#sinceMs
  }

  /** A call returned a promise. */
  started(): void {
    this.#running = true
    this.#fresh = true
  }

  /** Its promise is settled. */
  ended(): void {
    this.#running = false
  }

  /** The turn ends: a call that still runs gets its time. */
  mark(): void {
    if (!this.#running || !this.#fresh) return
    this.#fresh = false
    this.#sinceMs = this.#lane.scope.clock.now()
    const { timeoutMs } = this.#lane.route
    if (timeoutMs !== null && this.#entry === null) this.#arm(this.#sinceMs + timeoutMs)
  }

  /** Takes the timer back. */
  stop(): void {
    if (this.#entry !== null) this.#lane.scope.due.remove(this.#entry)
    this.#entry = null
  }

  #arm(atMs: number): void {
    this.#entry = this.#lane.scope.due.add(atMs, () => this.#due())
  }

  #due(): void {
    this.#entry = null
    const { route, scope } = this.#lane
    // no call runs: the next one arms again
    if (!this.#running || route.timeoutMs === null) return
    const endsAtMs = (this.#fresh ? scope.clock.now() : this.#sinceMs) + route.timeoutMs
    if (endsAtMs > scope.clock.now()) return this.#arm(endsAtMs)
    const message = `${route.className} took longer than its timeout of ${route.timeoutMs} ms`
    this.#lane.timedOut(new SamsaError('SAMSA_HANDLER_TIMEOUT', message, { retryable: true, details: { timeoutMs: route.timeoutMs } }))
  }
}
