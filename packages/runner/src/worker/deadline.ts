import type { Cancel, Clock } from '@samsa/contracts'

/** A moment that can only come nearer. */
export class Deadline {
  readonly #clock: Clock
  readonly #expired: Promise<void>
  #expire: () => void = () => undefined
  #cancel: Cancel = () => undefined
  #atMs = Infinity

  constructor(clock: Clock) {
    this.#clock = clock
    this.#expired = new Promise((resolve) => (this.#expire = resolve))
  }

  /** When it is, on the clock. */
  get atMs(): number {
    return this.#atMs
  }

  /** Fulfilled when it has come. */
  get expired(): Promise<void> {
    return this.#expired
  }

  /** Moves it to `atMs`, where that is earlier. */
  bring(atMs: number): void {
    if (atMs >= this.#atMs) return
    this.#atMs = atMs
    this.#cancel()
    this.#cancel = this.#clock.at(atMs, this.#expire)
  }

  /** Nobody waits for it any more. */
  clear(): void {
    this.#cancel()
  }
}
