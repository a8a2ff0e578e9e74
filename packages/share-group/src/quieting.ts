import type { Cancel } from '@samsa/contracts'
import type { AcquiredBatch } from './delivery/acquired-batch.js'
import { giveBack } from './lock/give-back.js'
import type { Member } from './member.js'
import type { SessionScope } from './scope.js'

/**
 * The end of beginning: what nobody has begun goes back to the group, unless it is at its last delivery. Where a fetch may still be on its way it goes back only when that is over,
 * a second at most: the fetch would take it, and spend a delivery for nothing. So it is with what handlers release meanwhile.
 *
 * off → waiting → done
 */
export class Quieting {
  readonly #scope: SessionScope
  readonly #sayDone: () => void
  #state: 'off' | 'waiting' | 'done' = 'off'
  #timer: Cancel = () => {}
  #kept: (() => void)[] = []
  /** Fulfilled when no fetch is on its way any more, and what waited for that was given back. */
  readonly done: Promise<void>

  constructor(scope: SessionScope) {
    this.#scope = scope
    let sayDone = (): void => {}
    this.done = new Promise<void>((resolve) => (sayDone = resolve))
    this.#sayDone = sayDone
  }

  /** Whether nothing more is begun but records at their last delivery. */
  get isOn(): boolean {
    return this.#state !== 'off'
  }

  /** Whether a RELEASE of records of this batch has to wait: a fetch may still be on its way, and their lock has time left. */
  keeps(batch: AcquiredBatch): boolean {
    return this.#state === 'waiting' && !batch.isExpiring
  }

  /** Does this as soon as no fetch is on its way any more. */
  keep(release: () => void): void {
    this.#kept.push(release)
  }

  /** The members fetch nothing more. */
  begin(members: readonly Member[]): void {
    if (this.isOn) return
    this.#state = 'waiting'
    const { clock, keepsMembers } = this.#scope
    const untilMs = Math.max(...members.map(({ fetchEndsAtMs }) => fetchEndsAtMs))
    // a broker that ends the sessions of all with any connection that closes answers nobody any more a second later
    if (keepsMembers || untilMs <= clock.now()) this.finish()
    else this.#timer = clock.at(untilMs, () => this.finish())
  }

  /** Gives back now what waits for it. */
  finish(): void {
    if (this.#state !== 'waiting') return
    this.#state = 'done'
    this.#timer()
    for (const batch of this.#scope.queue.all()) this.#giveBack(batch)
    for (const release of this.#kept.splice(0)) release()
    this.#sayDone()
  }

  /** A fetch that was on its way has brought something. */
  acquired(batch: AcquiredBatch): void {
    if (this.#state === 'done') this.#giveBack(batch)
  }

  #giveBack(batch: AcquiredBatch): void {
    const given = giveBack(batch, 'stop', batch.isExpiring ? 'late' : 'healthy', this.#scope)
    // nobody is told anything inside a call of the session's owner
    if (given.length > 0) queueMicrotask(() => given.forEach(this.#scope.event))
  }
}
