import type { Settlement } from './engine/session.js'
import type { SamsaError } from './error.js'

/** What every event of a group carries. */
export interface GroupEvent {
  readonly version: 1
  readonly cluster: string
  readonly group: string
}

/** What every event about a record carries: its coordinates, never its key, value or headers. */
export interface RecordEvent extends GroupEvent {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** What every event about a partition carries. */
export interface PartitionEvent extends GroupEvent {
  readonly topic: string
  readonly partition: number
}

/** States of a worker, forward only. */
export type WorkerState = 'initialized' | 'starting' | 'running' | 'quieting' | 'quiet' | 'stopping' | 'stopped' | 'failed'

/**
 * Everything that Samsa tells while it works: name to payload. Whatever drops, delays, repeats or dead-letters a record is one of these.
 * Payloads are JSON-serialisable except `error`, which loggers render as code and message.
 */
export interface EventMap {
  /** A record was handled. Counted; emitted one by one only while somebody listens. */
  readonly 'record.handled': RecordEvent & { readonly attempt: number; readonly durationMs: number }
  /** A record failed, or asked for it, and will run again in place. */
  readonly 'record.retried': RecordEvent & {
    /** The attempt that ended; the first is 1. */
    readonly attempt: number
    readonly delayMs: number
    /** `thrown`: the handler threw; `returned`: it returned `retry(…)`; `dead-letter`: it returned `deadLetter(…)`; `deserialize`: key, value or header could not be decoded; `timeout`: it threw after its `timeout`; `invalid-outcome`: it returned something that is no outcome. */
    readonly cause: 'thrown' | 'returned' | 'dead-letter' | 'deserialize' | 'timeout' | 'invalid-outcome'
    readonly reason: string
    readonly error: SamsaError | null
    /** How many records run again together, this one first: 1, or more for neighbours of one batch. */
    readonly records: number
    /** Offset of the last of them. */
    readonly lastOffset: number
  }
  /** A record was skipped by `skip(reason)`: its position advances. */
  readonly 'record.skipped': RecordEvent & { readonly attempt: number; readonly reason: string }
  /** A record went to a dead-letter topic and is done. With `by: 'broker'` it was rejected, and the broker of a share group writes it (KIP-1191): whether it does is not told. */
  readonly 'record.dead-lettered': RecordEvent & {
    /** Executions so far; 0 where it was never run. In a share group: deliveries before this one + executions in this one. */
    readonly attempt: number
    /** `null` in a consumer group, which does not count deliveries. */
    readonly deliveryCount: number | null
    readonly by: 'application' | 'broker'
    readonly target: string
    /** Where it landed; `null` where the broker writes it. */
    readonly targetPartition: number | null
    readonly targetOffset: number | null
    /** `cluster/group/topic/partition/offset@timestamp`, the same however often the record is dead-lettered: header `samsa.dlq.id`. */
    readonly id: string
    /** As in `record.retried`; `deliveries`: it was delivered more often than it is run; `starved`: at its last delivery it could not be started in time. */
    readonly cause: EventMap['record.retried']['cause'] | 'deliveries' | 'starved'
    readonly reason: string
    readonly error: SamsaError | null
    /** What was left out because the record is too large for the target, in that order; `added-headers`: those of `deadLetter.headers`. */
    readonly omitted: readonly ('stack' | 'headers' | 'added-headers' | 'value' | 'key')[]
  }
  /** A dead letter could not be written: nothing is settled as done. It is tried again after `delayMs`, or the record was given back (share group). */
  readonly 'dead-letter.failed': RecordEvent & {
    /** `null` where the hook that names it threw. */
    readonly target: string | null
    /** Writes so far. */
    readonly attempt: number
    readonly willRetry: boolean
    readonly delayMs: number
    readonly error: SamsaError
  }
  /** A rule, or the application's own backoff, threw while it was asked about a failure: it counts as not given. */
  readonly 'policy.failed': RecordEvent & { readonly error: SamsaError }
  /** A record was given back (RELEASE): any member may get it again, and the delivery is spent. */
  readonly 'record.released': RecordEvent & {
    readonly deliveryCount: number
    /**
     * As in `record.retried`; `deliveries`: it was delivered more often than it is run, and its dead letter could not be written; `not-started`: no handler saw it before its
     * lock ended or the worker stopped; `broken`: it could not be read.
     */
    readonly cause: EventMap['record.retried']['cause'] | 'deliveries' | 'not-started' | 'broken'
    readonly reason: string
    readonly error: SamsaError | null
    /** How many records were given back together, this one first. */
    readonly records: number
    /** Offset of the last of them. */
    readonly lastOffset: number
  }
  /** A record was given up (REJECT): the broker archives it, nobody gets it again. */
  readonly 'record.rejected': RecordEvent & { readonly deliveryCount: number; readonly reason: string }
  /** A record reached its last delivery and could not be started in time. */
  readonly 'record.starved': RecordEvent & { readonly deliveryCount: number }
  /** A record has no attempts left and no dead-letter topic. */
  readonly 'record.exhausted': RecordEvent & {
    readonly attempt: number
    /** `null` in a consumer group, which does not count deliveries. */
    readonly deliveryCount: number | null
    /**
     * What becomes of it: as `whenExhausted` says; `archived`: the broker archives it, because its last delivery is over without a result that counts (its lock ended, or
     * its worker).
     */
    readonly becomes: 'hold' | 'skip' | 'reject' | 'stop' | 'archived'
    readonly reason: string
    readonly error: SamsaError | null
  }
  /** The lock of a record ended while it was in work; `ageMs` counts from the moment the record was given out to be handled. */
  readonly 'lease.expired': RecordEvent & { readonly deliveryCount: number; readonly ageMs: number }
  /** More was acquired than can be handled before the locks end. */
  readonly 'lease.overcommitted': GroupEvent & { readonly records: number; readonly neededMs: number; readonly lockMs: number }
  /** A settlement was refused: these records come again. */
  readonly 'settlement.lost': PartitionEvent & {
    readonly from: number
    readonly to: number
    readonly ageMs: number
    /** How the records had been settled. */
    readonly as: Settlement
    readonly error: SamsaError | null
  }
  /** A settlement got no answer: these records may come again. */
  readonly 'settlement.unknown': PartitionEvent & {
    readonly from: number
    readonly to: number
    readonly ageMs: number
    /** How the records had been settled. */
    readonly as: Settlement
    readonly error: SamsaError | null
  }
  /** Results came for partitions or leases that were no longer ours, and were dropped. */
  readonly 'settlement.dropped': GroupEvent & { readonly records: number; readonly reason: 'dead-slot' | 'expired-lease' }
  readonly 'partition.assigned': PartitionEvent & { readonly position: number | null }
  readonly 'partition.revoked': PartitionEvent & { readonly position: number | null }
  /** The partition was lost without a handover: what was not committed is delivered again elsewhere. */
  readonly 'partition.lost': PartitionEvent & { readonly error: SamsaError }
  /** A position moved without a record being settled. */
  readonly 'position.moved': PartitionEvent & {
    readonly from: number
    readonly to: number
    readonly cause: 'retention' | 'truncation' | 'seek'
  }
  /** A commit was refused for good or for now; `willRetry` says which. */
  readonly 'commit.failed': GroupEvent & { readonly error: SamsaError; readonly willRetry: boolean }
  /** A handler ended after its signal had fired: what it returned or threw does not count, and no attempt is spent. `timeout`: it returned after its `timeout`, and that does count. */
  readonly 'handler.late': RecordEvent & {
    readonly durationMs: number
    readonly signalCode: string
    readonly outcome: 'returned' | 'threw'
  }
  /** A handler runs longer than `stuckAfter`. */
  readonly 'handler.stuck': RecordEvent & { readonly durationMs: number }
  /**
   * A lifecycle hook of a class threw. `onAssigned` runs again after `delayMs`, its partition waits; the others are over, and the worker goes on. `partition` is -1 where
   * the hook belongs to none (`onShutdown` in a share group; `topic` then names the route's topics, joined by `+`).
   */
  readonly 'hook.failed': PartitionEvent & {
    readonly hook: 'onAssigned' | 'onRevoked' | 'onIdle' | 'onShutdown' | 'onLockLost'
    readonly attempt: number
    readonly willRetry: boolean
    readonly delayMs: number
    readonly error: SamsaError
  }
  /** A group cannot work: with backoff a fresh session follows, or the worker fails. */
  readonly 'group.failed': GroupEvent & { readonly error: SamsaError; readonly willRetry: boolean; readonly delayMs: number }
  readonly 'group.joined': GroupEvent & { readonly memberId: string | null }
  readonly 'group.protocol-chosen': GroupEvent & { readonly protocol: 'consumer' | 'classic' | 'share'; readonly reason: string }
  /** Trouble between the worker and Kafka that it goes on with: connections, topics that do not exist yet, throttling. Repeats are counted, not repeated. */
  readonly 'group.troubled': GroupEvent & { readonly error: SamsaError; readonly repeats: number }
  readonly 'worker.state': { readonly version: 1; readonly from: WorkerState; readonly to: WorkerState; readonly reason: string }
  /** A send was not answered before the stop's deadline. */
  readonly 'send.unanswered': { readonly version: 1; readonly cluster: string; readonly topic: string; readonly count: number }
}

/** Name of an event. */
export type EventName = keyof EventMap

/** Hears one kind of event. Called synchronously; what it throws is logged and changes nothing. */
export type EventListener<Name extends EventName> = (event: EventMap[Name]) => void
