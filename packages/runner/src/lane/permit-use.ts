import type { Lane } from './lane.js'
import type { PermitHolder } from './permits.js'

/** How long a lane keeps a permit that others wait for, milliseconds. */
const sliceMs = 10

/** One lane's use of its route's permits: takes one to work, keeps it while it goes on, hands it over after a while where others wait. */
export class PermitUse implements PermitHolder {
  readonly #lane: Lane
  #has = false
  #sinceMs = 0

  constructor(lane: Lane) {
    this.#lane = lane
  }

  /** Answers whether the lane may start a record or batch now; otherwise it waits, and is woken when it may. */
  take(): boolean {
    const { permits } = this.#lane.route
    if (permits === null || (this.#has && !this.#handsOver())) return true
    if (this.#has) this.give()
    this.#has = permits.take(this)
    this.#sinceMs = this.#lane.scope.clock.now()
    return this.#has
  }

  /** Gives the permit back, or stops waiting for one. */
  give(): void {
    const { permits } = this.#lane.route
    if (permits === null) return
    if (this.#has) permits.give()
    else permits.withdraw(this)
    this.#has = false
  }

  permitGranted(): void {
    this.#has = true
    this.#sinceMs = this.#lane.scope.clock.now()
    if (this.#lane.phase === 'permit') this.#lane.phase = 'idle'
    this.#lane.wake()
    // drained, paused or without records meanwhile
    if (this.#lane.phase === 'idle') this.give()
  }

  #handsOver(): boolean {
    const { permits } = this.#lane.route
    return permits?.wanted === true && this.#lane.scope.clock.now() - this.#sinceMs >= sliceMs
  }
}
