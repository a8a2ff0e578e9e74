import type { PartitionStatus, SessionStatus } from '@samsa/contracts'
import type { RunningCall } from '../group/running-call.js'
import type { PartitionHealth, WorkHealth } from '../group/work-health.js'
import { countRecords } from './locked-segment.js'
import type { LockedWork } from './locked-work.js'
import type { RecordLane } from './record-lane.js'

/** What runs in these lanes. */
export function runningInRecordLanes(lanes: Iterable<RecordLane>): readonly RunningCall[] {
  return [...lanes].flatMap((lane) => {
    const { sinceMs } = lane.timer
    if (sinceMs === null) return []
    const { className, stuckAfterMs } = lane.route
    const { topic, partition } = lane.source
    return [{ lane, sinceMs, className, stuckAfterMs, topic, partition, offset: lane.offset, hook: null }]
  })
}

/** What record lanes do, for health. */
export function recordHealth(work: LockedWork, hooks: readonly RunningCall[], status: SessionStatus, nowMs: number): WorkHealth {
  const lanes = work.lanes.filter(({ busy }) => busy)
  const endsAtMs = Math.min(...lanes.map(({ expiresAtMs }) => expiresAtMs))
  return {
    inWork: lanes.length + hooks.length,
    waiting: work.waiting + lanes.reduce((sum, lane) => sum + countRecords(lane.open), 0),
    lockEndsInMs: Number.isFinite(endsAtMs) ? Math.round(endsAtMs - nowMs) : null,
    partitions: status.partitions.map((partition) => partitionHealth(partition, lanes, nowMs)),
  }
}

function partitionHealth(status: PartitionStatus, lanes: readonly RecordLane[], nowMs: number): PartitionHealth {
  const { topic, partition, position, committed, end, atEnd, held } = status
  const own = lanes.filter(({ source }) => source.topic === topic && source.partition === partition)
  const oldest = own.reduce<RecordLane | null>((first, lane) => (first === null || since(lane) < since(first) ? lane : first), null)
  return {
    topic,
    partition,
    position,
    committed,
    end,
    lag: null,
    atEnd,
    held,
    paused: false,
    phase: oldest === null ? 'idle' : 'working',
    offset: oldest?.offset ?? null,
    waiting: own.reduce((sum, lane) => sum + countRecords(lane.open), 0),
    attempt: 1,
    retryInMs: null,
    runningMs: oldest === null ? null : Math.max(0, Math.round(nowMs - Math.min(nowMs, since(oldest)))),
  }
}

const since = (lane: RecordLane): number => lane.timer.sinceMs ?? Infinity
