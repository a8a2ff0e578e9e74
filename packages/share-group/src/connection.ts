import { delay } from './delay.js'
import type { ShareDriver } from './driver.js'
import type { SessionScope } from './scope.js'

const probeTimeoutMs = 5000
const betweenProbesMs = 1000

/**
 * Whether a broker answers: unknown → connected ⇄ down. librdkafka says when the last connection is gone but not when one is back, and an idle group has no traffic
 * that would show it, so while it is down the metadata of the group's topics is asked for.
 */
export class Connection {
  readonly #scope: SessionScope
  readonly #topics: readonly string[]
  readonly #driver: () => ShareDriver
  #isUp = false
  #isProbing = false
  #isOver = false

  /** @param driver a handle that can be asked */
  constructor(scope: SessionScope, driver: () => ShareDriver) {
    this.#scope = scope
    this.#driver = driver
    this.#topics = scope.subscription.topics.map(({ name }) => name)
  }

  get isUp(): boolean {
    return this.#isUp
  }

  /** A broker has answered. */
  up(): void {
    if (this.#isUp || this.#isOver) return
    this.#isUp = true
    this.#scope.event({ type: 'connected' })
  }

  /** No broker is connected any more. */
  down(): void {
    this.#isUp = false
    if (!this.#isProbing && !this.#isOver) void this.#probe()
  }

  /** Probes no more. */
  stop(): void {
    this.#isOver = true
  }

  async #probe(): Promise<void> {
    this.#isProbing = true
    while (!this.#isUp && !this.#isOver) {
      await delay(this.#scope.clock, betweenProbesMs)
      if (this.#isUp || this.#isOver) break
      try {
        await this.#driver().metadata(this.#topics, { timeoutMs: probeTimeoutMs })
        this.up()
      } catch {
        // still down: the events of the library have said so
      }
    }
    this.#isProbing = false
  }
}
