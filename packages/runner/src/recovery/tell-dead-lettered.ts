import type { DeadLettered, Failure } from '@samsa/dlq'
import type { PartitionName } from '../events/group-events.js'
import type { SessionScope } from '../lane/lane-scope.js'

/** The record that was written to a dead-letter topic. */
export interface DeadRecord {
  readonly at: PartitionName
  readonly offset: number
  readonly attempt: number
  /** `null` in a consumer group. */
  readonly deliveryCount: number | null
  readonly failure: Failure
}

/** Counts and tells a record that was written to a dead-letter topic by the application. */
export function tellDeadLettered(
  { counters, events }: Pick<SessionScope, 'counters' | 'events'>,
  dead: DeadRecord,
  written: DeadLettered,
): void {
  const { at, offset, attempt, deliveryCount, failure } = dead
  const { cause, reason, error } = failure
  const { target, partition, offset: targetOffset, id, omitted } = written
  counters.deadLettered++
  events.record('record.dead-lettered', at, offset, {
    attempt,
    deliveryCount,
    by: 'application',
    target,
    targetPartition: partition,
    targetOffset,
    id,
    cause,
    reason,
    error,
    omitted,
  })
}
