import type { ConsumerGroupContext, Logger, PartitionControl, Send } from '@samsa/contracts'
import { LazySignal } from './lazy-signal.js'

/** What a lane's context is made of. */
export interface LaneContextParts {
  readonly group: string
  readonly partition: PartitionControl
  readonly send: Send
  /** A logger that names the record in work. */
  readonly log: () => Logger
}

/** What a handler gets beside its record: one object for all records of a lane, which is possible because a lane runs one at a time. */
export class LaneContext implements ConsumerGroupContext {
  readonly group: string
  readonly partition: PartitionControl
  readonly send: Send
  /** Which execution runs; the first is 1. */
  attempt = 1
  private readonly makeLog: () => Logger
  private readonly ends = new LazySignal()
  private readonly drains = new LazySignal()

  constructor(parts: LaneContextParts) {
    this.group = parts.group
    this.partition = parts.partition
    this.send = parts.send
    this.makeLog = parts.log
  }

  get signal(): AbortSignal {
    return this.ends.signal
  }

  get draining(): AbortSignal {
    return this.drains.signal
  }

  get log(): Logger {
    return this.makeLog()
  }

  /** Behind `signal`. */
  static ends(context: LaneContext): LazySignal {
    return context.ends
  }

  /** Behind `draining`. */
  static drains(context: LaneContext): LazySignal {
    return context.drains
  }
}
