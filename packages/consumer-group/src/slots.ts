import type { GroupDriver, TopicPartition } from './driver.js'
import { PartitionQueue } from './partition-queue.js'
import { Slot } from './slot.js'

/** All slots of a session by their number, and the queues of its handle by theirs. */
export class Slots {
  readonly #slots: Slot[] = []
  readonly #queues: PartitionQueue[] = []
  readonly #byPartition = new Map<string, PartitionQueue>()

  /** Opens the partition's queue, held, or finds it. Must come before the partition is assigned: what was forwarded already would stay in the consumer queue. */
  open(driver: GroupDriver, { topic, partition }: TopicPartition): PartitionQueue {
    const key = `${topic}\n${partition}`
    const known = this.#byPartition.get(key)
    if (known !== undefined) return known
    const queue = new PartitionQueue(driver.openQueue(topic, partition), topic, partition)
    this.#queues[queue.id] = queue
    this.#byPartition.set(key, queue)
    queue.apply(driver)
    return queue
  }

  /** A new slot for the partition: the one before it is dead from now on. */
  add(queue: PartitionQueue, start: number, committed: number | null): Slot {
    if (queue.slot !== null) queue.slot.live = false
    const slot = new Slot(this.#slots.length, queue, start, committed)
    this.#slots.push(slot)
    queue.slot = slot
    return slot
  }

  /** Its results stop counting; the partition has no slot until the next assignment. */
  kill(slot: Slot, driver: GroupDriver): void {
    slot.live = false
    if (slot.queue.slot !== slot) return
    slot.queue.slot = null
    slot.queue.isMoving = false
    slot.queue.apply(driver)
  }

  at(id: number): Slot {
    const slot = this.#slots[id]
    if (slot === undefined) throw new Error(`assertion: no slot ${id}`)
    return slot
  }

  /** The queue with this id; -1 and unknown ids have none. */
  queue(id: number): PartitionQueue | undefined {
    return this.#queues[id]
  }

  /** The slots whose results count, those being revoked included. */
  live(): Slot[] {
    const live: Slot[] = []
    for (const queue of this.#queues) if (queue !== undefined && queue.slot !== null && queue.slot.live) live.push(queue.slot)
    return live
  }
}

/** Numbers of slots as the port wants them. */
export const slotIds = (slots: readonly Slot[]): Int32Array => Int32Array.from(slots, (slot) => slot.id)
