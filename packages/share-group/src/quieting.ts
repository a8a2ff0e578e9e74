import type { Cancel } from '@samsa/contracts'
import type { AcquiredBatch } from './delivery/acquired-batch.js'
import { giveBack } from './lock/give-back.js'
import type { Member } from './member.js'
import type { SessionScope } from './scope.js'

/**
 * The end of beginning: what nobody has begun goes back to the group, unless it is at its last delivery. Where a fetch may still be on its way it goes back only when that is over,
 * half a second at most: the fetch would take it, and spend a delivery for nothing.
 *
 * off → waiting → done
 */
export class Quieting {
  readonly #scope: SessionScope
  readonly #sayDone: () => void
  #state: 'off' | 'waiting' | 'done' = 'off'
  #timer: Cancel = () => {}
  /** Fulfilled when what nobody has begun was given back. */
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

  /** The members fetch nothing more. */
  begin(members: readonly Member[]): void {
    if (this.isOn) return
    this.#state = 'waiting'
    const { clock, meter } = this.#scope
    const untilMs = Math.max(...members.map(({ fetchEndsAtMs }) => fetchEndsAtMs))
    if (meter.queued === 0 || untilMs <= clock.now()) this.finish()
    else this.#timer = clock.at(untilMs, () => this.finish())
  }

  /** Gives back now what waits for it. */
  finish(): void {
    if (this.#state !== 'waiting') return
    this.#state = 'done'
    this.#timer()
    for (const batch of this.#scope.queue.all()) this.#giveBack(batch)
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
