import { SamsaError } from '@samsa/contracts'
import type { Failure } from '../map-error.js'

/**
 * Errors after which the same partition's newest position is committed again while it is owned. A classic group answers ILLEGAL_GENERATION and
 * REBALANCE_IN_PROGRESS while a JoinGroup is pending, a KIP-848 group STALE_MEMBER_EPOCH while the member has not seen its new epoch.
 */
const passing: ReadonlySet<string> = new Set([
  'ILLEGAL_GENERATION',
  'REBALANCE_IN_PROGRESS',
  'STALE_MEMBER_EPOCH',
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  'BROKER_NOT_AVAILABLE',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'KAFKA_STORAGE_ERROR',
  'THROTTLING_QUOTA_EXCEEDED',
  '_TRANSPORT',
  '_TIMED_OUT',
  '_TIMED_OUT_QUEUE',
  '_ALL_BROKERS_DOWN',
  '_WAIT_COORD',
  '_DESTROY_BROKER',
  '_RETRY',
  '_IN_PROGRESS',
  '_PREV_IN_PROGRESS',
])

/** Errors that leave open whether the broker has the commit. */
const unanswered: ReadonlySet<string> = new Set([
  '_TRANSPORT',
  '_TIMED_OUT',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  '_DESTROY',
  '_DESTROY_BROKER',
])

/** Whether the commit is repeated while the partition is owned. */
export const isPassing = (name: string): boolean => passing.has(name)

/** Whether nobody knows if the commit arrived. */
export const isUnanswered = (name: string): boolean => unanswered.has(name)

/** A refused or failed commit as Samsa tells it. */
export function mapCommitFailure(failure: Failure, group: string, willRetry: boolean): SamsaError {
  const advice = willRetry ? 'it is repeated while the partition is owned' : 'these records may be delivered again'
  return new SamsaError('SAMSA_COMMIT_FAILED', `group ${group}: commit failed: ${failure.text} (${failure.name}): ${advice}`, {
    retryable: willRetry,
    details: { kafka: failure.name, errno: failure.errno, group, willRetry },
  })
}
