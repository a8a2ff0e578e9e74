import type { Waiter } from './waiter.js'

const firstCapacity = 1024

/**
 * Who waits for which record: each record on its way has a slot, a small dense integer that the library carries and gives back in the delivery report.
 * Arrays and a stack of free slots instead of a Map: nothing is allocated per record.
 */
export class Slots {
  readonly #waiters: (Waiter | null)[] = []
  #positions = new Int32Array(firstCapacity)
  #free = new Int32Array(firstCapacity)
  #freeCount = 0

  /** Records without an answer. */
  get used(): number {
    return this.#waiters.length - this.#freeCount
  }

  /** Takes a slot for the record at `position` of what `waiter` sent. */
  take(waiter: Waiter, position: number): number {
    if (this.#freeCount > 0) {
      const slot = this.#free[--this.#freeCount]!
      this.#waiters[slot] = waiter
      this.#positions[slot] = position
      return slot
    }
    const slot = this.#waiters.push(waiter) - 1
    if (slot === this.#positions.length) this.#grow()
    this.#positions[slot] = position
    return slot
  }

  /** Index of the record within what its waiter sent. */
  position(slot: number): number {
    return this.#positions[slot]!
  }

  /** Frees a slot and answers who waited; `null`: nobody (any more). */
  release(slot: number): Waiter | null {
    const waiter = this.#waiters[slot] ?? null
    if (waiter === null) return null
    this.#waiters[slot] = null
    this.#free[this.#freeCount++] = slot
    return waiter
  }

  /** Runs `visit` for every slot in use. */
  forEach(visit: (slot: number) => void): void {
    for (let slot = 0; slot < this.#waiters.length; slot++) if (this.#waiters[slot] !== null) visit(slot)
  }

  #grow(): void {
    const positions = new Int32Array(this.#positions.length * 2)
    positions.set(this.#positions)
    this.#positions = positions
    const free = new Int32Array(positions.length)
    free.set(this.#free)
    this.#free = free
  }
}
