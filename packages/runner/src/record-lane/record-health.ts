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
    ...(oldest === null ? (nextRun(again, isOwn, nowMs) ?? nextWrite(written, nowMs) ?? idle) : ofCall(oldest, nowMs)),
    waiting: countOpen(own) + again.count(isOwn) + written.length,
  }
}

type Activity = Pick<PartitionHealth, 'phase' | 'offset' | 'attempt' | 'retryInMs' | 'runningMs'>

const idle: Activity = { phase: 'idle', offset: null, attempt: 1, retryInMs: null, runningMs: null }

function ofCall(lane: RecordLane, nowMs: number): Activity {
  return { phase: 'working', offset: lane.offset, attempt: lane.attempt, retryInMs: null, runningMs: inMs(nowMs, since(lane)) }
}

/** What runs again next, where nothing of the partition is in work. */
function nextRun(again: RunAgain, isOwn: (segment: LockedSegment) => boolean, nowMs: number): Activity | null {
  let next: Activity | null = null
  for (const one of again.all) {
    const segment = one.segments.find(isOwn)
    const retryInMs = inMs(again.dueAtMs(one) ?? nowMs, nowMs)
    if (segment === undefined || (next !== null && (next.retryInMs ?? 0) <= retryInMs)) continue
    const { columns, start } = segment
    const attempt = deliveryCountOf(columns, start) + one.executions
    next = { phase: 'waiting', offset: columns.offsets[start] as number, attempt, retryInMs, runningMs: null }
  }
  return next
}

/** The dead letter that is written next, or is being written; first one that could not be written so far. */
function nextWrite(letters: readonly OpenLetter[], nowMs: number): Activity | null {
  const letter = letters.find(({ error }) => error !== null) ?? letters[0]
  if (letter === undefined) return null
  const { segment, executions, next, writingSinceMs } = letter
  const { columns, start } = segment
  const at = { offset: columns.offsets[start] as number, attempt: deliveryCountOf(columns, start) - 1 + executions }
  if (next === null) return { ...at, phase: 'writing', retryInMs: null, runningMs: inMs(nowMs, writingSinceMs) }
  return { ...at, phase: 'unwritten', retryInMs: inMs(next.atMs, nowMs), runningMs: null }
}

/** From one point in time to another, or 0. */
const inMs = (atMs: number, nowMs: number): number => Math.max(0, Math.round(atMs - nowMs))
const countOpen = (lanes: readonly RecordLane[]): number => lanes.reduce((sum, lane) => sum + countRecords(lane.open), 0)
const since = (lane: RecordLane): number => lane.timer.sinceMs ?? Infinity
