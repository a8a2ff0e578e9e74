import type { AcquiredBatch } from './acquired-batch.js'
import type { TakenBatch } from './taken-batch.js'

/** What was polled and not given out, over all members: at most one batch a member. */
export class RecordQueue {
  #batches: AcquiredBatch[] = []

  /** A member has a batch in hand. */
  add(batch: AcquiredBatch): void {
    this.#batches.push(batch)
  }

  /** The batches in hand. */
  all(): readonly AcquiredBatch[] {
    return this.#batches
  }

  /** The member has nothing of it in hand any more. */
  remove(batch: AcquiredBatch): void {
    this.#batches = this.#batches.filter((one) => one !== batch)
  }

  /** Records at their last delivery of a batch whose lock is near its end; `null` where there are none. */
  takeLast(nowMs: number): TakenBatch | null {
    for (const batch of this.#batches) {
      const taken = batch.isExpiring && !batch.isOver ? batch.take(Infinity, nowMs, true) : null
      if (taken !== null) return taken
    }
    return null
  }

  /**
   * Records of the batch whose next one is nearest its last delivery, then of the one whose lock ends first.
   *
   * @param leadMs how long before the end comes near nothing more is begun: it would be cut short. What is at its last delivery has until so long before the end itself
   * @param isLastOnly only what is at its last delivery is given out
   */
  take(maxRecords: number, nowMs: number, leadMs: number, isLastOnly: boolean): TakenBatch | null {
    let first: AcquiredBatch | null = null
    let fewestLeft = Infinity
    for (const batch of this.#batches) {
      const left = batch.deliveriesLeft
      if (left === null || !isDeliverable(batch, left, nowMs, leadMs, isLastOnly)) continue
      if (first === null || left < fewestLeft || (left === fewestLeft && batch.lock.expiresAtMs < first.lock.expiresAtMs)) {
        first = batch
        fewestLeft = left
      }
    }
    if (first === null) return null
    return first.take(maxRecords, nowMs, isLastOnly || nowMs >= first.lock.expiringAtMs - leadMs)
  }
}

function isDeliverable({ lock }: AcquiredBatch, deliveriesLeft: number, nowMs: number, leadMs: number, isLastOnly: boolean): boolean {
  if (deliveriesLeft <= 0) return nowMs < lock.expiresAtMs - leadMs
  return !isLastOnly && nowMs < lock.expiringAtMs - leadMs
}
