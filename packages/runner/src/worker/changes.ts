import type { Clock } from '@samsa/contracts'

interface Waiter {
  readonly condition: () => boolean
  readonly met: () => void
}

/** Lets others wait for something that changes: conditions are looked at when something has changed, not on a timer. */
export class Changes {
  readonly #clock: Clock
  #waiters: Waiter[] = []
  #planned = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Something has changed: conditions are looked at in the next turn. Costs nothing where nobody waits. */
  readonly changed = (): void => {
    if (this.#waiters.length === 0 || this.#planned) return
    this.#planned = true
    setImmediate(() => this.#look())
  }

  /** Fulfilled with true when `condition` holds, with false when the clock reaches `deadlineMs` before. */
  until(condition: () => boolean, deadlineMs = Infinity): Promise<boolean> {
    if (condition()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const cancel = Number.isFinite(deadlineMs)
        ? this.#clock.at(deadlineMs, () => this.#leave(waiter, () => resolve(false)))
        : () => undefined
      const waiter: Waiter = {
        condition,
        met: () => {
          cancel()
          resolve(true)
        },
      }
      this.#waiters.push(waiter)
    })
  }

  #look(): void {
    this.#planned = false
    for (const waiter of this.#waiters) if (waiter.condition()) this.#leave(waiter, waiter.met)
  }

  #leave(waiter: Waiter, then: () => void): void {
    this.#waiters = this.#waiters.filter((other) => other !== waiter)
    then()
  }
}
