import type { Logger } from './logger.js'
import type { Problem } from './problem.js'
import type { Send } from './send.js'

/** What both kinds of group give a handler. A class that serves both kinds names this one. */
export interface GroupContext {
  /**
   * Fires when the result can no longer count: end of the drain time, lost partition, lock end, `timeout`. Its reason is a `SamsaError` that says which.
   * Hand it to whatever can be aborted.
   */
  readonly signal: AbortSignal
  /** Fires at the start of a revocation or a stop: finish what runs, start nothing long. */
  readonly draining: AbortSignal
  /** Which execution this is; the first is 1. */
  readonly attempt: number
  /** Kafka's group id. */
  readonly group: string
  /** Adds cluster, group, topic, partition and offset to every line. */
  readonly log: Logger
  /** Sends to a topic of the same cluster. */
  readonly send: Send
}

/** The partition of the record in work, and control over it. */
export interface PartitionControl {
  /** The partition's number. */
  readonly number: number
  /** No more records of this partition until `resume`; nothing is fetched twice. The membership stays. */
  readonly pause: () => void
  readonly resume: () => void
  /** Goes on at `offset` (0 or more) after this call; unsettled records of the partition are forgotten. Reported as `position.moved`. */
  readonly seek: (offset: number) => void
  /** The offset that is delivered next after a restart; -1 before it is known. */
  readonly position: () => number
}

/** What a handler in a consumer group gets beside its record or batch. */
export interface ConsumerGroupContext extends GroupContext {
  readonly partition: PartitionControl
}

/** What a handler in a share group gets beside its record or batch. For a batch both fields speak of the record that is worst off. */
export interface ShareGroupContext extends GroupContext {
  /** How often the record was delivered, this time included (KIP-932). */
  readonly deliveryCount: number
  /** When the lock ends, milliseconds since the epoch. `signal` fires a margin earlier. */
  readonly lockedUntil: number
  /** @deprecated Not in a shareGroup. */
  readonly partition?: Problem<'a shareGroup has no partition to pause or seek: release the record, or use a consumerGroup'> | undefined
}
