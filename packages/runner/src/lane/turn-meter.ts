import type { SessionScope } from './lane-scope.js'

/** Most records between two looks at the clock. */
const longestStride = 64

/** Looks at the clock often enough to keep a turn short, whatever a record takes, and seldom enough to cost nothing. */
export class TurnMeter {
  readonly #scope: Pick<SessionScope, 'clock' | 'turn'>
  #stride = 1
  #left = 1
  #lookedAtMs = 0

  constructor(scope: Pick<SessionScope, 'clock' | 'turn'>) {
    this.#scope = scope
  }

  /** Counts a record; answers whether the event loop should turn before it. */
  due(): boolean {
    return --this.#left <= 0 && this.#look()
  }

  #look(): boolean {
    const nowMs = this.#scope.clock.now()
    const tookMs = nowMs - this.#lookedAtMs
    this.#lookedAtMs = nowMs
    // records became slow: look more often; fast: less
    if (tookMs > 2) this.#stride = Math.max(1, this.#stride >> 2)
    else if (tookMs < 0.5) this.#stride = Math.min(longestStride, this.#stride * 2)
    this.#left = this.#stride
    return this.#scope.turn.overAt(nowMs)
  }
}
