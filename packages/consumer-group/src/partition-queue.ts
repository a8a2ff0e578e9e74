import type { GroupDriver } from './driver.js'
import type { Slot } from './slot.js'

/**
 * The library's queue of one partition, kept for the life of the handle: the same partition comes back to the same queue, under a new slot. It is held (not
 * polled, nothing fetched twice) whenever its records may not be delivered.
 */
export class PartitionQueue {
  /** The assignment its records belong to now. */
  slot: Slot | null = null
  /** Between a seek or a restart and its answer: what is queued or reported meanwhile is of the old place. */
  isMoving = false
  #isHeld = false

  constructor(
    readonly id: number,
    readonly topic: string,
    readonly partition: number,
  ) {}

  /** Whether what comes from the queue belongs to its slot. */
  get isDelivering(): boolean {
    return this.slot !== null && this.slot.live && !this.slot.isRevoking && !this.isMoving
  }

  /** Tells the library whether to poll this queue; call it after every change above. */
  apply(driver: GroupDriver): void {
    const shouldHold = !this.isDelivering || this.slot!.isHeld
    if (shouldHold === this.#isHeld) return
    this.#isHeld = shouldHold
    if (shouldHold) driver.hold(this.id)
    else driver.release(this.id)
  }
}
