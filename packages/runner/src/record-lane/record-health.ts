import type { PartitionStatus, SessionStatus } from '@samsa/contracts'
import type { RunningCall } from '../group/running-call.js'
import type { PartitionHealth, WorkHealth } from '../group/work-health.js'
import type { OpenLetter } from './dead-letters.js'
import { countRecords, type LockedSegment } from './locked-segment.js'
import type { LockedWork } from './locked-work.js'
import type { RecordLane } from './record-lane.js'
import type { RunAgain } from './run-again.js'
import { deliveryCountOf } from './share-verdict.js'

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

/** What record lanes do, for health. What waits for its next run, or for its dead letter, is not settled, so it counts as waiting. */
export function recordHealth(work: LockedWork, hooks: readonly RunningCall[], status: SessionStatus, nowMs: number): WorkHealth {
  const { again, letters } = work.recovery
  const lanes = work.lanes.filter(({ busy }) => busy)
  const locks = [...lanes.map(({ expiresAtMs }) => expiresAtMs), ...letters.open.map(({ segment }) => segment.columns.expiresAtMs)]
  const endsAtMs = Math.min(...locks)
  return {
    inWork: lanes.length + hooks.length,
    waiting: work.waiting + again.count() + letters.size + countOpen(lanes),
    lockEndsInMs: Number.isFinite(endsAtMs) ? Math.round(endsAtMs - nowMs) : null,
    partitions: status.partitions.map((partition) => partitionHealth(partition, work, lanes, nowMs)),
  }
}

function partitionHealth(status: PartitionStatus, work: LockedWork, lanes: readonly RecordLane[], nowMs: number): PartitionHealth {
  const { topic, partition, position, committed, end, atEnd, held } = status
  const { again, letters } = work.recovery
  const isOwn = ({ source }: Pick<LockedSegment, 'source'>): boolean => source.topic === topic && source.partition === partition
  const own = lanes.filter(isOwn)
  const oldest = own.reduce<RecordLane | null>((first, lane) => (first === null || since(lane) < since(first) ? lane : first), null)
  const written = letters.open.filter(({ segment }) => isOwn(segment))
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
    ...(oldest === null
      ? (nextRun(again, isOwn, nowMs) ?? nextWrite(written, nowMs) ?? idle)
      : { phase: 'working', offset: oldest.offset, attempt: oldest.attempt, retryInMs: null }),
    waiting: countOpen(own) + again.count(isOwn) + written.length,
    runningMs: oldest === null ? null : Math.max(0, Math.round(nowMs - Math.min(nowMs, since(oldest)))),
  }
}

type NextRun = Pick<PartitionHealth, 'phase' | 'offset' | 'attempt' | 'retryInMs'>

const idle: NextRun = { phase: 'idle', offset: null, attempt: 1, retryInMs: null }

/** What runs again next, where nothing of the partition is in work. */
function nextRun(again: RunAgain, isOwn: (segment: LockedSegment) => boolean, nowMs: number): NextRun | null {
  let next: NextRun | null = null
  for (const one of again.all) {
    const segment = one.segments.find(isOwn)
    const retryInMs = inMs(again.dueAtMs(one), nowMs)
    if (segment === undefined || (next !== null && (next.retryInMs ?? 0) <= retryInMs)) continue
    const { columns, start } = segment
    const attempt = deliveryCountOf(columns, start) + one.executions
    next = { phase: 'waiting', offset: columns.offsets[start] as number, attempt, retryInMs }
  }
  return next
}

/** The first dead letter that could not be written so far. */
function nextWrite(letters: readonly OpenLetter[], nowMs: number): NextRun | null {
  const failed = letters.find(({ error }) => error !== null)
  if (failed === undefined) return null
  const { segment, executions, next } = failed
  const { columns, start } = segment
  const attempt = deliveryCountOf(columns, start) - 1 + executions
  return { phase: 'unwritten', offset: columns.offsets[start] as number, attempt, retryInMs: inMs(next?.atMs ?? null, nowMs) }
}

const inMs = (atMs: number | null, nowMs: number): number => Math.max(0, Math.round((atMs ?? nowMs) - nowMs))
const countOpen = (lanes: readonly RecordLane[]): number => lanes.reduce((sum, lane) => sum + countRecords(lane.open), 0)
const since = (lane: RecordLane): number => lane.timer.sinceMs ?? Infinity
