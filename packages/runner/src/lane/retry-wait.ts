import type { DueEntry } from '../time/due-times.js'
import type { Lane } from './lane.js'

/** Lets a lane wait until something of it is due again, its failed record or a dead letter: an entry in the session's heap. */
export class RetryWait {
  readonly #lane: Lane
  #entry: DueEntry | null = null

  constructor(lane: Lane) {
    this.#lane = lane
  }

  /** When it is due, on the clock; `null` where nothing waits. */
  get atMs(): number | null {
    return this.#entry?.atMs ?? null
  }

  /** The lane waits for `delayMs` in `phase`, and then is idle, and `then` is called. */
  wait(delayMs: number, phase: 'waiting' | 'unwritten', then: () => void): void {
    const { scope } = this.#lane
    this.#lane.phase = phase
    this.#entry = scope.due.add(scope.clock.now() + delayMs, () => {
      this.#entry = null
      if (this.#lane.phase !== phase) return
      this.#lane.phase = 'idle'
      then()
    })
  }

  cancel(): void {
    if (this.#entry !== null) this.#lane.scope.due.remove(this.#entry)
    this.#entry = null
  }
}
