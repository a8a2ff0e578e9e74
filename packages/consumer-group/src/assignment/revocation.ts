import { SamsaError, type Handover } from '@samsa/contracts'
import type { DriverEventOf } from '../driver.js'
import type { PartitionQueue } from '../partition-queue.js'
import type { SessionScope } from '../scope.js'
import { maxPollIntervalMs } from '../settings/settings.js'
import { awaitAnswers } from '../settlement/await-answers.js'
import type { Committer } from '../settlement/committer.js'
import type { Slot } from '../slot.js'
import { slotIds } from '../slots.js'
import type { AppliedAssignment } from './applied.js'
import type { Arrival } from './arrival.js'

// the broker waits for max.poll.interval.ms; half of it is for handlers, and this much of the rest for the last commit
const longestCommitMs = 5000

/** One revocation that is being answered: draining → committing → over. */
interface Pending {
  readonly handover: Handover
  readonly queues: readonly PartitionQueue[]
  readonly ask: number
  isSurrendered: boolean
  isOver: boolean
  stopWaiting: () => void
}

/** Gives partitions up: in order, with a drain and a last commit, or at once where they are lost already. */
export class Revocation {
  readonly #scope: SessionScope
  readonly #applied: AppliedAssignment
  readonly #arrival: Arrival
  readonly #committer: Committer
  readonly #pending = new Set<Pending>()
  /** The session is closing: nothing is drained or committed any more. */
  #isClosing = false

  constructor(scope: SessionScope, applied: AppliedAssignment, arrival: Arrival, committer: Committer) {
    this.#scope = scope
    this.#applied = applied
    this.#arrival = arrival
    this.#committer = committer
  }

  /** Whether a handover is going on. */
  get isPending(): boolean {
    return this.#pending.size > 0
  }

  /** Takes a revoke event. */
  begin(event: DriverEventOf<'assign' | 'revoke'>): void {
    const ask = this.#applied.asked(event.protocol)
    const queues = event.list.map((partition) => this.#scope.slots.open(this.#scope.driver, partition))
    this.#arrival.cancel(queues)
    const slots = liveSlots(queues)
    if (event.lost || this.#isClosing || slots.length === 0) this.#giveUpNow(queues, slots, ask, event.lost)
    else this.#drain(queues, slots, ask)
  }

  /** The slots of a handover are drained; one that is over is passed over. */
  surrender(handover: Handover): void {
    for (const pending of this.#pending) if (pending.handover === handover) void this.#commitAndGiveUp(pending)
  }

  /** Ends every drain now, as at its deadline. */
  surrenderAll(): void {
    for (const pending of this.#pending) void this.#commitAndGiveUp(pending)
  }

  /** The session ends: what is still being given up is given up now, without a commit. */
  giveUpAll(): void {
    this.#isClosing = true
    for (const { queues, ask } of this.#pending) this.#giveUpNow(queues, liveSlots(queues), ask, false)
  }

  /** The assignment is gone without a revoke event of its own: all slots die. */
  loseAll(cause: SamsaError): void {
    for (const pending of this.#pending) this.#end(pending)
    const slots = this.#scope.slots.live()
    this.#lose(slots, cause)
  }

  #giveUpNow(queues: readonly PartitionQueue[], slots: readonly Slot[], ask: number, isLost: boolean): void {
    for (const pending of this.#pending) if (pending.queues.every((queue) => queues.includes(queue))) this.#end(pending)
    if (isLost) this.#lose(slots, this.#lostError(slots))
    else this.#kill(slots)
    this.#applied.remove(queues, ask)
    if (!isLost && slots.length > 0) this.#scope.observer.revoked(slotIds(slots))
  }

  #drain(queues: readonly PartitionQueue[], slots: readonly Slot[], ask: number): void {
    const { clock, observer, subscription, driver } = this.#scope
    for (const slot of slots) {
      slot.isRevoking = true
      slot.queue.apply(driver)
    }
    const deadlineMs = clock.now() + Math.min(subscription.drainMs, maxPollIntervalMs(subscription.kafka) / 2)
    const handover = { slots: slotIds(slots), deadlineMs }
    const pending: Pending = { handover, queues, ask, isSurrendered: false, isOver: false, stopWaiting: () => {} }
    pending.stopWaiting = clock.at(deadlineMs, () => void this.#commitAndGiveUp(pending))
    this.#pending.add(pending)
    observer.revoking(handover)
  }

  async #commitAndGiveUp(pending: Pending): Promise<void> {
    if (pending.isSurrendered || pending.isOver) return
    pending.isSurrendered = true
    pending.stopWaiting()
    const { clock, subscription } = this.#scope
    const graceMs = Math.min(longestCommitMs, maxPollIntervalMs(subscription.kafka) / 4)
    await awaitAnswers(liveSlots(pending.queues), this.#committer, clock, Math.max(clock.now(), pending.handover.deadlineMs) + graceMs)
    if (pending.isOver) return
    this.#end(pending)
    const slots = liveSlots(pending.queues)
    this.#committer.lose(slots, 'unknown', { errno: 0, name: '_TIMED_OUT', text: 'no answer before the partition had to be given up' })
    this.#kill(slots)
    this.#applied.remove(pending.queues, pending.ask)
    this.#scope.observer.revoked(slotIds(slots))
  }

  #lose(slots: readonly Slot[], cause: SamsaError): void {
    this.#kill(slots)
    if (slots.length > 0) this.#scope.observer.lost(slotIds(slots), cause)
    this.#committer.lose(slots, 'lost', { errno: 0, name: '_ASSIGNMENT_LOST', text: 'the partition was lost' })
  }

  #kill(slots: readonly Slot[]): void {
    for (const slot of slots) this.#scope.slots.kill(slot, this.#scope.driver)
  }

  #end(pending: Pending): void {
    pending.isOver = true
    pending.stopWaiting()
    this.#pending.delete(pending)
  }

  #lostError(slots: readonly Slot[]): SamsaError {
    const { group, cluster } = this.#scope.subscription
    return new SamsaError(
      'SAMSA_PARTITION_LOST',
      `group ${group}: ${slots.length} partition(s) were lost: the member left the group without a handover (session time or max.poll.interval.ms exceeded)`,
      { retryable: true, details: { group, cluster, partitions: slots.map(({ topic, partition }) => ({ topic, partition })) } },
    )
  }
}

function liveSlots(queues: readonly PartitionQueue[]): Slot[] {
  return queues.flatMap(({ slot }) => (slot !== null && slot.live ? [slot] : []))
}
