import { SamsaError, type MoveCause } from '@samsa/contracts'
import type { AppliedAssignment } from './assignment/applied.js'
import { lookUpBounds, lookUpTimeoutMs } from './assignment/look-up.js'
import { nearestOffset } from './assignment/start-offset.js'
import { delay } from './delay.js'
import type { PartitionResult } from './driver.js'
import { mapFailure, type Failure } from './map-error.js'
import type { PartitionQueue } from './partition-queue.js'
import { failureOf, failureOfCode, type SessionScope } from './scope.js'
import type { Committer } from './settlement/committer.js'
import { Position } from './settlement/position.js'
import type { Slot } from './slot.js'
import { slotIds } from './slots.js'

const retryMs = 500

/**
 * Moves the place that a partition is fetched from: by a seek, or because the offset it wanted does not exist (any more).
 *
 * The queue is held and `isMoving` from the first call to the answer of the library. The library marks everything it had queued as outdated before it answers, and
 * what it had reported already is served away while the queue still is moving, so nothing of the old place reaches the new slot.
 */
export class Reposition {
  readonly #scope: SessionScope
  readonly #applied: AppliedAssignment
  readonly #committer: Committer
  readonly #serve: () => void

  /** @param serve works off what the library has reported so far */
  constructor(scope: SessionScope, applied: AppliedAssignment, committer: Committer, serve: () => void) {
    this.#scope = scope
    this.#applied = applied
    this.#committer = committer
    this.#serve = serve
  }

  /** Goes on at `offset` under a new slot, which is returned; a slot that is dead already is returned as it is. */
  seek(old: Slot, offset: number): Slot {
    if (!Number.isSafeInteger(offset) || offset < 0) {
      throw new SamsaError('SAMSA_OPTION_INVALID', `cannot seek to ${offset}: an offset is a whole number from 0 on`, {
        details: { offset },
      })
    }
    if (!old.live) return old
    const slot = this.#succeed(old, offset)
    // a partition that is being given up is not fetched again: its next owner begins at the offset that is committed
    if (slot.isRevoking) this.#committer.touch(slot)
    else void this.#go(slot, old.position.deliveredTo, offset, 'seek', null)
    return slot
  }

  /** The library stopped fetching because the offset it wanted is out of range. */
  outOfRange(queue: PartitionQueue, reason: Failure): void {
    if (!queue.isDelivering) return
    const slot = queue.slot!
    queue.isMoving = true
    queue.apply(this.#scope.driver)
    void this.#go(slot, slot.position.deliveredTo, slot.position.deliveredTo, null, reason)
  }

  #succeed(old: Slot, start: number): Slot {
    const { slots, driver } = this.#scope
    const slot = slots.add(old.queue, start, old.committed)
    slot.answeredTo = -1
    slot.isRevoking = old.isRevoking
    slot.isHeld = old.isHeld
    slot.queue.isMoving = true
    slot.queue.apply(driver)
    this.#committer.changed()
    return slot
  }

  async #go(slot: Slot, from: number, wanted: number, cause: 'seek' | null, reason: Failure | null): Promise<void> {
    const { queue } = slot
    const isWanted = (): boolean => queue.slot === slot && slot.live
    for (; isWanted(); await delay(this.#scope.clock, retryMs)) {
      const bounds = await lookUpBounds(this.#scope, [queue])
      const limits = bounds.values.get(queue)
      if (!isWanted()) return
      if (limits === undefined) {
        this.#tell(bounds.failure!, queue.topic)
        continue
      }
      const { offset, moved } = nearestOffset(wanted, limits)
      const failure = await this.#place(queue, offset, isWanted)
      if (!isWanted()) return
      if (failure === null) return this.#arrive(slot, from, offset, cause ?? moved, reason)
      this.#tell(failure, queue.topic)
    }
  }

  /** Tells the library; a partition whose fetching had ended is started again, which a seek does not do. */
  async #place(queue: PartitionQueue, offset: number, isWanted: () => boolean): Promise<Failure | null> {
    const { driver, library } = this.#scope
    const failure = await driver.seek([{ topic: queue.topic, partition: queue.partition, offset }], lookUpTimeoutMs).then(
      (results: readonly PartitionResult[]) => {
        const errno = results[0]?.errno ?? 0
        return errno === 0 ? null : failureOfCode(library, errno)
      },
      (thrown: unknown) => failureOf(thrown),
    )
    if (failure === null || failure.name === '_TIMED_OUT') return failure
    await this.#applied.whenAnswered()
    if (!isWanted()) return null
    try {
      this.#applied.restart(queue, offset)
      return null
    } catch (thrown) {
      return failureOf(thrown)
    }
  }

  #arrive(slot: Slot, from: number, to: number, cause: MoveCause | null, reason: Failure | null): void {
    this.#serve()
    const { driver, observer } = this.#scope
    if (!slot.live || slot.queue.slot !== slot) return
    const current = this.#settleAt(slot, to, cause)
    current.queue.isMoving = false
    current.queue.apply(driver)
    this.#committer.touch(current)
    if (cause !== null) observer.moved(current.id, from, to, cause)
    else if (reason !== null) this.#tell(reason, slot.topic)
  }

  #settleAt(slot: Slot, to: number, cause: MoveCause | null): Slot {
    if (cause === 'seek') {
      slot.position = new Position(to)
      slot.confirmedTo = to
    } else if (to >= slot.position.deliveredTo) slot.position.skip(to)
    else return this.#replace(slot, to)
    return slot
  }

  /** The log was cut below what was delivered: the old slot is lost, because its late results must not move the new position. */
  #replace(slot: Slot, to: number): Slot {
    const { observer, slots, subscription } = this.#scope
    const { topic, partition } = slot
    const fresh = slots.add(slot.queue, to, slot.committed)
    fresh.answeredTo = -1
    fresh.isHeld = slot.isHeld
    this.#committer.changed()
    const text = `group ${subscription.group}: ${topic}/${partition} ends at ${to} now, before what was delivered`
    observer.lost(
      slotIds([slot]),
      new SamsaError('SAMSA_PARTITION_LOST', text, { details: { group: subscription.group, topic, partition, end: to } }),
    )
    observer.assigned(slotIds([fresh]))
    return fresh
  }

  #tell(failure: Failure, topic: string): void {
    const { group, cluster } = this.#scope.subscription
    this.#scope.trouble(mapFailure(failure, false, { group, cluster, topic, wasJoined: true }).error)
  }
}
