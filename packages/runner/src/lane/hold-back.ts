import type { Lane } from './lane.js'

/**
 * Keeps a slow lane from filling the memory: past the limit its slot is held in the session, below a quarter of it the slot is resumed. What was fetched
 * stays in the library, nothing is fetched twice, other partitions keep their pace. A pause by the user holds the slot as well, on its own account.
 */
export class HoldBack {
  readonly #lane: Lane
  #full = false
  #held = false

  constructor(lane: Lane) {
    this.#lane = lane
  }

  /** Whether the slot is held in the session. */
  get held(): boolean {
    return this.#held
  }

  /** The inbox has grown. */
  grown(): void {
    if (this.#full) return
    const { inbox, scope } = this.#lane
    if (inbox.records < scope.limits.records && inbox.bytes < scope.limits.bytes) return
    this.#full = true
    this.#apply()
  }

  /** The inbox has shrunk. */
  shrunk(): void {
    if (!this.#full) return
    const { inbox, scope } = this.#lane
    if (inbox.records > scope.limits.records / 4 || inbox.bytes > scope.limits.bytes / 4) return
    this.#full = false
    this.#apply()
  }

  /** The user has paused or resumed the lane. */
  paused(): void {
    this.#apply()
  }

  /** The lane goes on under another slot with an empty inbox. Whether the engine holds the new slot as it held the old one is its own affair: it is told. */
  renewed(): void {
    const { scope, slot, paused } = this.#lane
    this.#full = false
    this.#held = paused
    if (paused) scope.session.hold(slot)
    else scope.session.resume(slot)
  }

  #apply(): void {
    const { scope, slot, paused } = this.#lane
    const held = this.#full || paused
    if (held === this.#held) return
    this.#held = held
    if (held) return scope.session.hold(slot)
    scope.session.resume(slot)
    scope.wantsRecords()
  }
}
