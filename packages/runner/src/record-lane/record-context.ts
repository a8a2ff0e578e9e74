import { SamsaError, type Logger, type Send, type ShareGroupContext } from '@samsa/contracts'
import type { RecordLane } from './record-lane.js'

/** What a handler in a share group gets beside its record or batch: one object for all calls of a lane, which is possible because a lane runs one at a time. */
export class RecordContext implements ShareGroupContext {
  readonly group: string
  readonly send: Send
  private readonly lane: RecordLane

  constructor(lane: RecordLane, group: string, send: Send) {
    this.lane = lane
    this.group = group
    this.send = send
  }

  get signal(): AbortSignal {
    return this.lane.ends.signal
  }

  get draining(): AbortSignal {
    return this.lane.work.drains.signal
  }

  get log(): Logger {
    return this.lane.log
  }

  get attempt(): number {
    return this.lane.attempt
  }

  /** For JavaScript, where nothing else says so: throws `SAMSA_CONSUMER_INVALID`. */
  get partition(): undefined {
    throw new SamsaError(
      'SAMSA_CONSUMER_INVALID',
      `${this.lane.route.className}: a shareGroup has no partition to pause or seek: release the record, or use a consumerGroup`,
    )
  }

  get deliveryCount(): number {
    return this.lane.deliveryCount
  }

  get lockedUntil(): number {
    const { clock } = this.lane.scope
    return Math.round(clock.wall() + this.lane.expiresAtMs - clock.now())
  }
}
