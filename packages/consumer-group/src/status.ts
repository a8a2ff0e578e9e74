import type { PartitionStatus } from '@samsa/contracts'
import type { GroupDriver } from './driver.js'
import type { Slots } from './slots.js'

/** The assigned partitions as the session and the library's cache know them. */
export function partitionStatus(slots: Slots, driver: GroupDriver): PartitionStatus[] {
  return slots.live().map((slot) => {
    const { queue, position } = slot
    const { high } = driver.watermarks(queue.topic, queue.partition)
    return {
      slot: slot.id,
      topic: queue.topic,
      partition: queue.partition,
      position: position.value,
      committed: slot.committed,
      end: high < 0 ? null : high,
      atEnd: position.isSettled && slot.endAt === position.deliveredTo && driver.queueLength(queue.id) === 0,
      held: slot.isHeld,
    }
  })
}
