import type { GivenBack, SamsaError } from '@samsa/contracts'
import type { Failure } from '@samsa/dlq'
import { tellGivenBack } from '../group/lease-events.js'
import type { SessionScope } from '../lane/lane-scope.js'
import { cutAtLimit, highestDeliveryCount, type LockedSegment } from './locked-segment.js'
import type { RecordLane } from './record-lane.js'
import { deliveryCountOf } from './share-verdict.js'

/** ACCEPT. */
export function settleAccepted({ counters, session }: SessionScope, { columns, start, end }: LockedSegment): void {
  counters.settled += end - start
  session.settle(columns, start, end, 'done')
}

/** REJECT, and an event for each: `reason` says why. */
export function settleRejected(scope: SessionScope, segment: LockedSegment, reason: string): void {
  const { columns, source, start, end } = segment
  scope.counters.settled += end - start
  scope.counters.rejected += end - start
  scope.session.settle(columns, start, end, 'reject')
  for (let row = start; row < end; row++)
    scope.events.record('record.rejected', source, columns.offsets[row] as number, {
      deliveryCount: deliveryCountOf(columns, row),
      reason,
    })
}

/** RELEASE of records that were not handled and are not at their last delivery. */
export function settleReleased(scope: SessionScope, segment: LockedSegment, { cause, reason, error }: Failure): void {
  const { columns, source, start, end } = segment
  if (cause === 'starved') throw new Error('assertion: at its last delivery nothing is given back')
  scope.counters.released += end - start
  scope.session.settle(columns, start, end, 'release')
  scope.events.record('record.released', source, columns.offsets[start] as number, {
    deliveryCount: highestDeliveryCount(segment),
    cause,
    reason,
    error,
    records: end - start,
    lastOffset: columns.offsets[end - 1] as number,
  })
}

/** Gives back records that nobody started. Those at their last delivery must not be among them. */
export function giveBack(scope: SessionScope, { columns, source, start, end }: LockedSegment, reason: GivenBack['reason']): void {
  scope.counters.released += end - start
  scope.session.settle(columns, start, end, 'release')
  tellGivenBack(scope.events, {
    type: 'given-back',
    topic: source.topic,
    partition: source.partition,
    offset: columns.offsets[start] as number,
    lastOffset: columns.offsets[end - 1] as number,
    records: end - start,
    deliveryCount: highestDeliveryCount({ columns, start, end }),
    reason,
  })
}

/** Tells of records at their last delivery that could not be started in time. */
export function tellStarved(scope: SessionScope, { columns, source, start, end }: LockedSegment): void {
  for (let row = start; row < end; row++)
    scope.events.record('record.starved', source, columns.offsets[row] as number, { deliveryCount: deliveryCountOf(columns, row) })
}

/** Tells of records that have no attempts left, and what then becomes of them; `archived`: their last delivery is over without a result that counts. */
export function tellExhausted(
  scope: SessionScope,
  { columns, source, start, end }: LockedSegment,
  becomes: 'reject' | 'stop' | 'archived',
  { executions, reason, error }: Pick<Failure, 'reason' | 'error'> & { readonly executions: number },
): void {
  for (let row = start; row < end; row++) {
    const deliveryCount = deliveryCountOf(columns, row)
    const attempt = deliveryCount - 1 + executions
    scope.events.record('record.exhausted', source, columns.offsets[row] as number, {
      attempt,
      deliveryCount,
      becomes,
      reason,
      error,
    })
  }
}

/** Gives back records whose handler ended too late. The engine drops that where their locks are over. */
export function settleLate(lane: RecordLane, segment: LockedSegment): void {
  const { scope, lost, execution: executions } = lane
  const { columns, start, end } = segment
  scope.counters.released += end - start
  scope.session.settle(columns, start, end, 'release')
  // whoever ended the lock, or the worker, has told it then
  if (lost === null || lane.cut || lane.isOver(columns)) return
  for (const piece of cutAtLimit(segment))
    if (piece.mark) tellExhausted(scope, piece, 'archived', { executions, reason: lost.message, error: lost })
}

/** Tells of a call that ended after its signal had fired. */
export function tellLateRecord(lane: RecordLane, sinceMs: number | null, why: SamsaError, threw: boolean): void {
  const { clock, events } = lane.scope
  const durationMs = sinceMs === null ? 0 : Math.round(clock.now() - sinceMs)
  events.record('handler.late', lane.source, lane.offset, { durationMs, signalCode: why.code, outcome: threw ? 'threw' : 'returned' })
}

/** Tells of records that were handled. Called only while somebody listens. */
export function tellHandledRecords(lane: RecordLane, { columns, source, start, end }: LockedSegment): void {
  const { scope, heardAtMs, execution } = lane
  const durationMs = scope.clock.now() - heardAtMs
  for (let row = start; row < end; row++) {
    const attempt = deliveryCountOf(columns, row) - 1 + execution
    scope.events.handled(source, columns.offsets[row] as number, attempt, durationMs)
  }
}
