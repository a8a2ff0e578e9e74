import { quoteGiven, SamsaError, type PartitionControl } from '@samsa/contracts'
import type { Lane } from './lane.js'

/** A lane's partition as its class may control it: `context.partition`, and what `onAssigned` gets. Does nothing once the partition is given up; `seek` then throws. */
export class LanePartition implements PartitionControl {
  readonly number: number
  readonly pause: () => void
  readonly resume: () => void
  readonly seek: (offset: number) => void
  readonly position: () => number

  constructor(lane: Lane) {
    this.number = lane.source.partition
    this.pause = () => setPaused(lane, true)
    this.resume = () => setPaused(lane, false)
    this.seek = (offset) => {
      if (Number.isSafeInteger(offset) && offset >= 0) return lane.seek(offset)
      throw new SamsaError('SAMSA_OPTION_INVALID', `seek(${quoteGiven(offset)}): an offset is a whole number from 0`)
    }
    this.position = () => lane.scope.session.control?.position(lane.slot) ?? -1
  }
}

function setPaused(lane: Lane, paused: boolean): void {
  if (lane.paused === paused || lane.draining || lane.cut !== null) return
  lane.paused = paused
  // not looked at again before the call that runs has ended: it may have moved the lane, or taken too long
  lane.interrupted = true
  lane.holdBack.paused()
  lane.wake()
}
