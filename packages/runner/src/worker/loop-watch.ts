import type { Cancel, Clock } from '@samsa/contracts'

const everyMs = 500

/** Measures how late the event loop is: a timer that should have fired shows by how much it did not. */
export class LoopWatch {
  readonly #clock: Clock
  #dueAtMs = 0
  #lastMs = 0
  #cancel: Cancel = () => undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How late the event loop is, milliseconds: the last measurement, or what is overdue by now. */
  get delayMs(): number {
    if (this.#dueAtMs === 0) return 0
    return Math.max(this.#lastMs, Math.round(this.#clock.now() - this.#dueAtMs), 0)
  }

  start(): void {
    this.#dueAtMs = this.#clock.now() + everyMs
    this.#cancel = this.#clock.at(this.#dueAtMs, () => {
      this.#lastMs = Math.round(this.#clock.now() - this.#dueAtMs)
      this.start()
    })
  }

  stop(): void {
    this.#cancel()
    this.#dueAtMs = 0
    this.#lastMs = 0
  }
}
