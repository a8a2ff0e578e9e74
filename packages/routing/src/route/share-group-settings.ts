import type { Ago, Duration } from '@samsa/contracts'
import type { notInShareSettings, Refused } from './other-kind.js'

/** Settings of a share group on the broker. What is left out is the broker's. */
export interface ShareGroupSettings extends Refused<typeof notInShareSettings> {
  /** Where a partition begins that the group never read (`share.auto.offset.reset`). */
  readonly offsetReset?: 'earliest' | 'latest' | Ago | undefined
  /** How long a record stays with its member (`share.record.lock.duration.ms`). */
  readonly lockDuration?: Duration | undefined
  /** Deliveries after which the broker archives a record (`share.delivery.count.limit`, from Kafka 4.3). 2 or more. */
  readonly deliveryCountLimit?: number | undefined
  /** Whether records of open and aborted transactions are left out (`share.isolation.level`). */
  readonly isolation?: 'read_committed' | 'read_uncommitted' | undefined
  /** How often a member reports (`share.heartbeat.interval.ms`). */
  readonly heartbeatInterval?: Duration | undefined
  /** Silence after which a member is gone (`share.session.timeout.ms`). */
  readonly sessionTimeout?: Duration | undefined
  /** Least time between two assignments (`share.assignment.interval.ms`, from Kafka 4.3). */
  readonly assignmentInterval?: Duration | undefined
  /** Most records of a partition in work at once (`share.partition.max.record.locks`, from Kafka 4.3). 100 or more. */
  readonly maxRecordLocks?: number | undefined
}

/** What happens where the broker has other settings. */
export type SettingsPolicy = 'initialize' | 'apply' | 'verify' | 'ignore'

/** How settings meet those of the broker. */
export interface SettingsOptions {
  /**
   * `initialize` (default): sets those that nobody has set yet, refuses to start where somebody has set another value. `apply`: overwrites.
   * `verify`: only compares. `ignore`: does nothing.
   */
  readonly policy?: SettingsPolicy | undefined
}
