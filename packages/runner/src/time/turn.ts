import type { Clock } from '@samsa/contracts'

/** Something that goes on in a later turn of the event loop. */
export interface Resumable {
  readonly resumeTurn: () => void
}

/**
 * The part of an event-loop turn that a worker may use before timers, sockets and the health server get theirs: by time, not by record.
 * Shared by everything that runs on one event loop for one worker.
 */
export class Turn {
  readonly #clock: Clock
  readonly #budgetMs: number
  #endsAtMs = 0
  #waiting: Resumable[] = []
  readonly #resume = (): void => this.#resumeAll()

  /** @param budgetMs how long a turn may last, milliseconds */
  constructor(clock: Clock, budgetMs: number) {
    this.#clock = clock
    this.#budgetMs = budgetMs
  }

  /** A new turn of the event loop has begun. */
  begin(): void {
    this.#endsAtMs = this.#clock.now() + this.#budgetMs
  }

  /** Whether the time of this turn is over. */
  get over(): boolean {
    return this.overAt(this.#clock.now())
  }

  /** The same, for whoever has looked at the clock already. */
  overAt(nowMs: number): boolean {
    return nowMs >= this.#endsAtMs
  }

  /** Goes on with `later` when the event loop has turned. */
  yield(later: Resumable): void {
    this.#waiting.push(later)
    if (this.#waiting.length === 1) setImmediate(this.#resume)
  }

  #resumeAll(): void {
    const waiting = this.#waiting
    this.#waiting = []
    this.begin()
    for (const one of waiting) one.resumeTurn()
  }
}
