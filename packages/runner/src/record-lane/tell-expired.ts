import type { SamsaError } from '@samsa/contracts'
import { cutAtLimit, type LockedSegment } from './locked-segment.js'
import type { RecordLane } from './record-lane.js'
import { tellExhausted } from './settle-records.js'
import { deliveryCountOf } from './share-verdict.js'

/** Tells of records in work whose lock has ended; the broker archives those at their last delivery. */
export function tellExpired(lane: RecordLane, segment: LockedSegment): void {
  const { clock, events } = lane.scope
  const { columns, source, start, end } = segment
  const ageMs = Math.round(clock.now() - columns.takenAtMs)
  for (let row = start; row < end; row++)
    events.record('lease.expired', source, columns.offsets[row] as number, { deliveryCount: deliveryCountOf(columns, row), ageMs })
  tellLastDelivery(lane, segment, 'its lock ended while it was in work')
}

/** Tells of records in work at their last delivery that are given up: the broker archives them. */
export function tellGivenUp(lane: RecordLane, why: SamsaError): void {
  for (const segment of lane.open) if (!lane.isOver(segment.columns)) tellLastDelivery(lane, segment, why.message)
}

function tellLastDelivery(lane: RecordLane, segment: LockedSegment, reason: string): void {
  for (const piece of cutAtLimit(segment))
    if (piece.mark) tellExhausted(lane.scope, piece, 'archived', { executions: lane.execution, reason, error: lane.lost })
}
