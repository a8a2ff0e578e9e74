import type { GivenBack, SamsaError } from '@samsa/contracts'
import { tellGivenBack } from '../group/lease-events.js'
import type { CallFailure } from '../lane/call-failure.js'
import type { SessionScope } from '../lane/lane-scope.js'
import { cutAtLimit, highestDeliveryCount, type LockedSegment } from './locked-segment.js'
import type { RecordLane } from './record-lane.js'
import { deliveryCountOf, type ShareVerdict } from './share-verdict.js'

/** Settles records of one segment as their verdict says, and tells of what is not simply done. */
export function settleRecords(scope: SessionScope, segment: LockedSegment, verdict: ShareVerdict): void {
  const { columns, start, end } = segment
  switch (verdict.type) {
    case 'accepted':
      scope.counters.settled += end - start
      return scope.session.settle(columns, start, end, 'done')
    case 'rejected':
      scope.counters.settled += end - start
      scope.counters.rejected += end - start
      scope.session.settle(columns, start, end, 'reject')
      return tellRejected(scope, segment, verdict.reason)
    case 'released':
      scope.counters.released += end - start
      scope.session.settle(columns, start, end, 'release')
      return tellReleased(scope, segment, verdict.failure)
  }
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

/** Tells of records that the broker archives, because their last delivery is over without a result that counts. */
export function tellExhausted(
  scope: SessionScope,
  { columns, source, start, end }: LockedSegment,
  failure: Pick<CallFailure, 'reason' | 'error'>,
): void {
  const { reason, error } = failure
  for (let row = start; row < end; row++)
    scope.events.record('record.exhausted', source, columns.offsets[row] as number, {
      attempt: 1,
      deliveryCount: deliveryCountOf(columns, row),
      then: 'archived',
      reason,
      error,
    })
}

function tellReleased(scope: SessionScope, segment: LockedSegment, failure: CallFailure): void {
  const { cause, reason, error } = failure
  for (const piece of cutAtLimit(segment)) {
    const { columns, source, start, end, mark: lastDelivery } = piece
    if (lastDelivery) tellExhausted(scope, piece, failure)
    else
      scope.events.record('record.released', source, columns.offsets[start] as number, {
        deliveryCount: highestDeliveryCount(piece),
        cause,
        reason,
        error,
        records: end - start,
        lastOffset: columns.offsets[end - 1] as number,
      })
  }
}

function tellRejected(scope: SessionScope, { columns, source, start, end }: LockedSegment, reason: string): void {
  for (let row = start; row < end; row++)
    scope.events.record('record.rejected', source, columns.offsets[row] as number, {
      deliveryCount: deliveryCountOf(columns, row),
      reason,
    })
}

/** Gives back records whose handler ended too late. The engine drops that where their locks are over. */
export function settleLate(lane: RecordLane, segment: LockedSegment): void {
  const { scope, lost } = lane
  const { columns, start, end } = segment
  scope.counters.released += end - start
  scope.session.settle(columns, start, end, 'release')
  // whoever ended the lock, or the worker, has told it then
  if (lost === null || lane.cut || lane.isOver(columns)) return
  for (const piece of cutAtLimit(segment)) if (piece.mark) tellExhausted(scope, piece, { reason: lost.message, error: lost })
}

/** Tells of a call that ended after its signal had fired. */
export function tellLateRecord(lane: RecordLane, sinceMs: number | null, why: SamsaError, threw: boolean): void {
  const { clock, events } = lane.scope
  const durationMs = sinceMs === null ? 0 : Math.round(clock.now() - sinceMs)
  events.record('handler.late', lane.source, lane.offset, { durationMs, signalCode: why.code, outcome: threw ? 'threw' : 'returned' })
}

/** Tells of records that were handled. Called only while somebody listens. */
export function tellHandledRecords({ scope, heardAtMs }: RecordLane, { columns, source, start, end }: LockedSegment): void {
  const durationMs = scope.clock.now() - heardAtMs
  for (let row = start; row < end; row++) scope.events.handled(source, columns.offsets[row] as number, 1, durationMs)
}
