import type { SlotInfo } from '@samsa/contracts'
import type { PartitionQueue } from './partition-queue.js'
import { Position } from './settlement/position.js'

/**
 * One assignment of one partition.
 *
 * live → revoking (results still count, nothing more is taken) → dead
 * live → dead (lost, or left by a seek)
 */
export class Slot implements SlotInfo {
  live = true
  /** Its partition is being handed over. */
  isRevoking = false
  /** Its user wants nothing more of it for now. */
  isHeld = false
  /** Whether its position is not what the broker has. */
  isDirty = false
  /** When it became dirty, on the session's clock. */
  dirtySinceMs = 0
  /** Last position the broker confirmed in this assignment, or had before it. */
  committed: number | null
  /** Where the next answer's range begins. */
  confirmedTo: number
  /** The last position for which there was an answer, confirmed or refused; -1: none. */
  answeredTo: number
  /** Settled records that were part of an answered commit. */
  answeredRecords = 0
  /** Offset of the last end that was reached; -1: none. */
  endAt = -1
  position: Position

  constructor(
    readonly id: number,
    readonly queue: PartitionQueue,
    start: number,
    committed: number | null,
  ) {
    this.position = new Position(start)
    this.committed = committed
    this.confirmedTo = start
    this.answeredTo = committed === start ? start : -1
  }

  get topic(): string {
    return this.queue.topic
  }

  get partition(): number {
    return this.queue.partition
  }
}
