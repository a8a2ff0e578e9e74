import { SamsaError, type AnsweredRange, type Settlement } from '@samsa/contracts'
import type { SessionScope } from '../scope.js'

/**
 * Results that came after the end of a lock without anybody having been warned, because the event loop stood still, or because they could not be sent in time. They are told as lost, once a
 * turn; what was released is only counted.
 */
export class LateResults {
  readonly #scope: SessionScope
  readonly #drop: (records: number) => void
  #ranges: AnsweredRange[] = []

  /** @param drop counts results that nobody is told of one by one */
  constructor(scope: SessionScope, drop: (records: number) => void) {
    this.#scope = scope
    this.#drop = drop
  }

  /** The records `records` of `slot`, whose offsets are `from` to `to` (exclusive), were settled too late. */
  add(slot: number, from: number, to: number, as: Settlement, records: number): void {
    if (as === 'release') return this.#drop(records)
    if (this.#ranges.length === 0) queueMicrotask(() => this.#tell())
    const { topic, partition } = this.#scope.slots.at(slot)
    this.#ranges.push({ topic, partition, from, to, as })
  }

  #tell(): void {
    const ranges = this.#ranges
    this.#ranges = []
    const { group } = this.#scope.subscription
    const text = `group ${group}: the lock ended before the result could be sent: these records are delivered again`
    const error = new SamsaError('SAMSA_LOCK_EXPIRED', `${text}; keep the event loop free`, { details: { group } })
    this.#scope.observer.answered({ type: 'lost', ranges, ageMs: 0, error })
  }
}
