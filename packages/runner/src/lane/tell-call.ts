import type { EventMap, SamsaError } from '@samsa/contracts'
import type { CallFailure } from './call-failure.js'
import type { Lane } from './lane.js'
import type { Letter } from './letter.js'

/** Neighbouring records, for an event that tells of them together. */
export interface ToldRange {
  readonly offset: number
  readonly lastOffset: number
  readonly records: number
}

/** Tells of a call that ended after its signal had fired. */
export function tellLateCall(lane: Lane, offset: number, sinceMs: number | null, why: SamsaError, threw: boolean): void {
  const { clock, events } = lane.scope
  const durationMs = sinceMs === null ? 0 : Math.round(clock.now() - sinceMs)
  events.record('handler.late', lane.source, offset, { durationMs, signalCode: why.code, outcome: threw ? 'threw' : 'returned' })
}

/** Tells of a record that was skipped: its position advances. */
export function tellSkipped(lane: Lane, offset: number, attempt: number, reason: string): void {
  lane.scope.counters.skipped++
  lane.scope.events.record('record.skipped', lane.source, offset, { attempt, reason })
}

/** Tells of a record that was handled. Called only while somebody listens. */
export function tellHandled(lane: Lane, offset: number, attempt: number, durationMs: number): void {
  lane.scope.events.handled(lane.source, offset, attempt, durationMs)
}

/** Tells of records that run again after `delayMs`. */
export function tellRetried(lane: Lane, range: ToldRange, attempt: number, failure: CallFailure, delayMs: number): void {
  const { scope, source } = lane
  const { cause, reason, error } = failure
  const { offset, lastOffset, records } = range
  scope.counters.retried += records
  scope.events.record('record.retried', source, offset, { attempt, delayMs, cause, reason, error, records, lastOffset })
}

/** Tells of a record that has no attempts left and no dead-letter topic. */
export function tellExhausted(
  lane: Lane,
  offset: number,
  attempt: number,
  becomes: EventMap['record.exhausted']['becomes'],
  { reason, error }: CallFailure,
): void {
  lane.scope.events.record('record.exhausted', lane.source, offset, { attempt, deliveryCount: null, becomes, reason, error })
}

/** How a write of a dead letter failed. */
export interface FailedWrite {
  readonly error: SamsaError
  /** Writes so far. */
  readonly attempt: number
  /** When it is tried again; `null`: not by this lane. */
  readonly delayMs: number | null
}

/** Tells of a dead letter that could not be written. */
export function tellUnwritten(lane: Lane, { columns, row }: Letter, { error, attempt, delayMs }: FailedWrite): void {
  const target = error.details['target']
  lane.scope.events.record('dead-letter.failed', lane.source, columns.offsets[row] as number, {
    target: typeof target === 'string' ? target : null,
    attempt,
    willRetry: delayMs !== null,
    delayMs: delayMs ?? 0,
    error,
  })
}
