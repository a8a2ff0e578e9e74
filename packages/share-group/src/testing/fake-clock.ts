import type { Clock } from '@samsa/contracts'

/** A clock that moves only when it is told to. */
export class FakeClock implements Clock {
  #nowMs = 0
  #plans: { atMs: number; run: () => void }[] = []

  readonly now = (): number => this.#nowMs
  readonly wall = (): number => 1_000_000 + this.#nowMs
  readonly at = (atMs: number, run: () => void): (() => void) => {
    const plan = { atMs, run }
    this.#plans.push(plan)
    return () => {
      this.#plans = this.#plans.filter((one) => one !== plan)
    }
  }

  /** Lets so many milliseconds pass: what is due runs in order, promises settle in between. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms
    for (;;) {
      await settled()
      const next = this.#plans.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined) break
      this.#plans = this.#plans.filter((one) => one !== next)
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.run()
    }
    this.#nowMs = untilMs
  }
}

/** Fulfilled when everything that only waits for promises has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
