import type { SamsaError } from '@samsa/contracts'

/**
 * An AbortSignal that exists only once somebody looked at it: making one costs ten times what a record may cost.
 * Whoever looks after it fired gets an aborted one.
 */
export class LazySignal {
  #controller: AbortController | null = null
  #reason: SamsaError | null = null

  /** Why it fired; `null` while it has not. */
  get reason(): SamsaError | null {
    return this.#reason
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.#reason !== null) this.#controller.abort(this.#reason)
    }
    return this.#controller.signal
  }

  /** Fires, once: a second reason is ignored. */
  fire(reason: SamsaError): void {
    if (this.#reason !== null) return
    this.#reason = reason
    this.#controller?.abort(reason)
  }

  /** The next look gets a fresh signal: what was registered on the old one is forgotten. */
  renew(): void {
    this.#controller = null
    this.#reason = null
  }
}
