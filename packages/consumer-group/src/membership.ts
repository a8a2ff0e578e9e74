import { SamsaError, type Cancel } from '@samsa/contracts'
import type { DriverEvent } from './driver.js'
import type { SessionScope } from './scope.js'
import { maxPollIntervalMs } from './settings/settings.js'

/**
 * Keeps the member in its group: whatever handlers do, the consumer queue is served on every wake and at least every min(1 s, max.poll.interval.ms / 3), which is
 * what Kafka counts as a poll. Only a blocked event loop stops it, and that is reported.
 */
export class Membership {
  readonly #scope: SessionScope
  readonly #take: (event: DriverEvent) => void
  readonly #afterwards: () => void
  readonly #longestMs: number
  #servedAtMs: number
  #isServing = false
  #isSoon = false
  #isOver = false
  #timer: Cancel = () => {}

  /**
   * @param take what to do with an event
   * @param afterwards called when all events of a wake were taken
   */
  constructor(scope: SessionScope, take: (event: DriverEvent) => void, afterwards: () => void) {
    this.#scope = scope
    this.#take = take
    this.#afterwards = afterwards
    this.#longestMs = maxPollIntervalMs(scope.subscription.kafka)
    this.#servedAtMs = scope.clock.now()
    this.#plan()
  }

  /** When the consumer queue was last served, on the session's clock. */
  get servedAtMs(): number {
    return this.#servedAtMs
  }

  /** Something happened in the library. */
  wake(): void {
    if (this.#isOver) return
    this.serve()
    this.#afterwards()
  }

  /** The same at the end of this turn: for what comes up inside a call of the session's owner. */
  soon(): void {
    if (this.#isSoon) return
    this.#isSoon = true
    queueMicrotask(() => {
      this.#isSoon = false
      this.wake()
    })
  }

  /** Works off all events. A call from within one does nothing: the outer one goes on. */
  serve(): void {
    if (this.#isServing || this.#isOver) return
    this.#isServing = true
    try {
      this.#reportBlockage()
      for (let events = this.#poll(); events !== null; events = this.#poll()) for (const event of events) this.#take(event)
    } finally {
      this.#isServing = false
    }
  }

  /** Serves nothing more. */
  stop(): void {
    this.#isOver = true
    this.#timer()
  }

  #poll(): readonly DriverEvent[] | null {
    if (this.#isOver) return null
    this.#servedAtMs = this.#scope.clock.now()
    return this.#scope.driver.serve()
  }

  #plan(): void {
    const { clock } = this.#scope
    this.#timer = clock.at(clock.now() + Math.min(1000, this.#longestMs / 3), () => {
      if (this.#isOver) return
      this.#plan()
      this.wake()
    })
  }

  #reportBlockage(): void {
    const { clock, subscription, trouble } = this.#scope
    const blockedMs = Math.round(clock.now() - this.#servedAtMs)
    if (blockedMs < this.#longestMs) return
    const text = `group ${subscription.group}: the event loop was blocked for ${blockedMs} ms, longer than max.poll.interval.ms (${this.#longestMs} ms)`
    trouble(
      new SamsaError('SAMSA_GROUP_FAILED', `${text}: the member left its group and joins again; move blocking work off the event loop`, {
        retryable: true,
        details: { group: subscription.group, blockedMs, kafka: '_MAX_POLL_EXCEEDED' },
      }),
    )
  }
}
