import type { Clock, EngineEvent, SamsaError } from '@samsa/contracts'

const quietMs = 10_000

/** Lets the first of each kind of trouble through, then one every ten seconds: librdkafka repeats some errors twenty times a second. */
export class Trouble {
  readonly #clock: Clock
  readonly #tell: (event: EngineEvent) => void
  readonly #lastMs = new Map<string, number>()

  constructor(clock: Clock, tell: (event: EngineEvent) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  report(error: SamsaError): void {
    const { kafka, topic } = error.details
    const key = `${error.code} ${String(kafka)} ${String(topic)}`
    const nowMs = this.#clock.now()
    const lastMs = this.#lastMs.get(key)
    if (lastMs !== undefined && nowMs - lastMs < quietMs) return
    if (this.#lastMs.size > 1000) this.#lastMs.clear()
    this.#lastMs.set(key, nowMs)
    this.#tell({ type: 'trouble', error })
  }
}
