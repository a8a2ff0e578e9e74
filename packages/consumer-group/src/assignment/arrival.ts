import type { InitialOffset } from '@samsa/contracts'
import type { DriverEventOf } from '../driver.js'
import { mapFailure } from '../map-error.js'
import type { PartitionQueue } from '../partition-queue.js'
import type { SessionScope } from '../scope.js'
import type { Committer } from '../settlement/committer.js'
import { slotIds } from '../slots.js'
import { delay } from '../delay.js'
import type { AppliedAssignment } from './applied.js'
import { lookUpStarts, type Start } from './look-up.js'

const firstRetryMs = 100
const longestRetryMs = 2000
/** A new partition has no leader for a moment: worth telling is what has lasted for more than a second. */
const worthTellingMs = 800

/**
 * Partitions that are being assigned: their queues are opened, their start offsets looked up, then they get slots and are fetched. What could be looked up begins
 * at once; the rest, say a partition without a leader, is asked for again while it is assigned, and holds nobody up.
 */
export class Arrival {
  readonly #scope: SessionScope
  readonly #applied: AppliedAssignment
  readonly #committer: Committer
  readonly #initialOf: (topic: string) => InitialOffset
  /** By partition, the assign event it waits for: one that was revoked and comes back waits for the later one. */
  readonly #waiting = new Map<PartitionQueue, number>()

  constructor(scope: SessionScope, applied: AppliedAssignment, committer: Committer, initialOf: (topic: string) => InitialOffset) {
    this.#scope = scope
    this.#applied = applied
    this.#committer = committer
    this.#initialOf = initialOf
  }

  /** Whether partitions still wait for their start offsets. */
  get isPending(): boolean {
    return this.#waiting.size > 0
  }

  /** Takes an assign event; the answer follows when the first offsets are known. */
  begin(event: DriverEventOf<'assign' | 'revoke'>): void {
    const ask = this.#applied.asked(event.protocol)
    const queues = event.list.map((partition) => this.#scope.slots.open(this.#scope.driver, partition))
    for (const queue of queues) this.#waiting.set(queue, ask)
    if (queues.length === 0) this.#admit([], ask)
    else void this.#lookUp(queues, ask)
  }

  /** These partitions were revoked: what is found for them is no longer wanted. */
  cancel(queues: readonly PartitionQueue[]): void {
    for (const queue of queues) this.#waiting.delete(queue)
  }

  /** The session ends: nothing is assigned any more. */
  cancelAll(): void {
    this.#waiting.clear()
  }

  async #lookUp(queues: readonly PartitionQueue[], ask: number): Promise<void> {
    const isWanted = (queue: PartitionQueue): boolean => this.#waiting.get(queue) === ask
    let wanted = queues
    for (let retryMs = firstRetryMs; ; retryMs = Math.min(longestRetryMs, 2 * retryMs)) {
      const found = await lookUpStarts(this.#scope, wanted, this.#initialOf)
      const starts = found.starts.filter(({ queue }) => isWanted(queue))
      for (const { queue } of starts) this.#waiting.delete(queue)
      if (starts.length > 0) this.#admit(starts, ask)
      wanted = found.failed.filter(isWanted)
      if (wanted.length === 0) return
      if (found.failure !== null && retryMs >= worthTellingMs) this.#tell(found.failure, wanted[0]!.topic)
      await delay(this.#scope.clock, retryMs)
      wanted = wanted.filter(isWanted)
      if (wanted.length === 0) return
    }
  }

  #tell(failure: Parameters<typeof mapFailure>[0], topic: string): void {
    const { group, cluster } = this.#scope.subscription
    this.#scope.trouble(mapFailure(failure, false, { group, cluster, topic, wasJoined: true }).error)
  }

  #admit(starts: readonly Start[], ask: number): void {
    const { slots, observer, driver } = this.#scope
    const added = starts.map(({ queue, offset, committed }) => slots.add(queue, offset, committed))
    if (added.length > 0) observer.assigned(slotIds(added))
    this.#applied.add(starts, ask)
    starts.forEach(({ offset, committed, moved }, i) => {
      const slot = added[i]!
      slot.queue.apply(driver)
      this.#committer.touch(slot)
      if (moved !== null) observer.moved(slot.id, committed!, offset, moved)
    })
  }
}
