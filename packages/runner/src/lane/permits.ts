/** Somebody who needs a permit to work. */
export interface PermitHolder {
  /** A permit is free: it belongs to the holder now. Called in a turn of its own. */
  readonly permitGranted: () => void
}

/** Leave to run one record or batch, for all lanes of a route together (the option `concurrency`): first come, first served. */
export class Permits {
  readonly #limit: number
  #used = 0
  #waiting: PermitHolder[] = []
  #granting = false

  /** @param limit records or batches in work at once, 1 or more */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Permits in use. */
  get used(): number {
    return this.#used
  }

  /** Whether somebody waits for one. */
  get wanted(): boolean {
    return this.#waiting.length > 0
  }

  /** Takes a permit and answers true, or answers false and calls `holder.permitGranted()` when one is free. */
  take(holder: PermitHolder): boolean {
    if (this.#used < this.#limit && this.#waiting.length === 0) {
      this.#used++
      return true
    }
    this.#waiting.push(holder)
    return false
  }

  /** Gives a permit back. */
  give(): void {
    this.#used--
    this.#grantSoon()
  }

  /** Stops waiting. */
  withdraw(holder: PermitHolder): void {
    this.#waiting = this.#waiting.filter((other) => other !== holder)
  }

  #grantSoon(): void {
    if (this.#granting || this.#waiting.length === 0) return
    this.#granting = true
    // not at once: whoever gives a permit back is in the middle of its own work
    setImmediate(() => this.#grant())
  }

  #grant(): void {
    this.#granting = false
    while (this.#used < this.#limit) {
      const holder = this.#waiting.shift()
      if (holder === undefined) return
      this.#used++
      holder.permitGranted()
    }
  }
}
