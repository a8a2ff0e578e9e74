import type { PartitionStatus, SessionStatus } from '@samsa/contracts'
import type { Lane } from '../lane/lane.js'
import type { LaneTable } from './lane-table.js'
import type { RunningCall } from './running-call.js'
import type { PartitionHealth, WorkHealth } from './work-health.js'

/** When a lane's running call or hook began; `null` where none runs. */
const runningSinceMs = (lane: Lane): number | null => lane.work.callSinceMs ?? lane.hooks.sinceMs

/** What runs in the lanes of partitions. */
export function runningInLanes(lanes: readonly Lane[]): readonly RunningCall[] {
  return lanes.flatMap((lane) => {
    const sinceMs = runningSinceMs(lane)
    if (sinceMs === null) return []
    const { className, stuckAfterMs } = lane.route
    const { topic, partition } = lane.source
    return [{ lane, sinceMs, className, stuckAfterMs, topic, partition, offset: lane.work.offset, hook: lane.hooks.running }]
  })
}

/** What lanes of partitions do, for health. */
export function laneHealth(lanes: LaneTable, status: SessionStatus, nowMs: number): WorkHealth {
  const partitions = status.partitions.flatMap((partition) => partitionHealth(lanes, partition, nowMs) ?? [])
  return {
    inWork: partitions.filter(({ phase, runningMs }) => runningMs !== null && phase !== 'writing').length,
    waiting: partitions.reduce((sum, { waiting }) => sum + waiting, 0),
    lockEndsInMs: null,
    partitions,
  }
}

function partitionHealth(lanes: LaneTable, status: PartitionStatus, nowMs: number): PartitionHealth | undefined {
  const lane = lanes.of(status.slot)
  if (lane === undefined) return undefined
  const { topic, partition, position, committed, end, atEnd, held } = status
  const { retryAtMs, writingSinceMs } = lane.work
  const sinceMs = runningSinceMs(lane) ?? writingSinceMs
  return {
    topic,
    partition,
    position,
    committed,
    end,
    lag: position === null || end === null ? null : Math.max(0, end - position),
    atEnd,
    held,
    paused: lane.paused,
    phase: writingSinceMs === null ? lane.phase : 'writing',
    offset: lane.work.offset,
    waiting: lane.inbox.records + lane.work.unsettled,
    attempt: lane.context.attempt,
    retryInMs: retryAtMs === null ? null : Math.max(0, Math.round(retryAtMs - nowMs)),
    runningMs: sinceMs === null ? null : Math.max(0, Math.round(nowMs - sinceMs)),
  }
}
