import type { LockedSegment } from './locked-segment.js'
import type { RecordLane } from './record-lane.js'
import type { RecordRecovery } from './record-recovery.js'
import { settleAccepted, settleLate, settleRejected, tellHandledRecords } from './settle-records.js'
import type { ShareVerdict } from './share-verdict.js'

/**
 * Settles part of what a lane has in work, as far as that still counts: what came too late is given back, whatever the verdict.
 *
 * @param recovery decides about what failed
 */
export function settleVerdict(lane: RecordLane, segments: readonly LockedSegment[], verdict: ShareVerdict, recovery: RecordRecovery): void {
  const { scope } = lane
  for (const segment of segments) if (lane.hasLost(segment.columns)) settleLate(lane, segment)
  const counting = segments.filter(({ columns }) => !lane.hasLost(columns))
  if (counting.length === 0) return
  switch (verdict.type) {
    case 'accepted':
      for (const segment of counting) settleAccepted(scope, segment)
      if (scope.events.handledHeard) for (const segment of counting) tellHandledRecords(lane, segment)
      return
    case 'rejected':
      return counting.forEach((segment) => settleRejected(scope, segment, verdict.reason))
    case 'failed':
      return recovery.failedBatch(counting, verdict.failure, { executions: lane.execution, firstFailedAtMs: lane.firstFailedAtMs })
  }
}
