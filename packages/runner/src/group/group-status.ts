import type { PartitionStatus, SessionStatus } from '@samsa/contracts'
import type { LanePhase } from '../lane/lane.js'
import type { SessionRunner } from './session-runner.js'
import { runningSinceMs } from './stuck-watch.js'

/** One partition for health: what the session knows of it, and what its lane does. */
export interface PartitionHealth {
  readonly topic: string
  readonly partition: number
  /** The offset that is delivered next after a restart. */
  readonly position: number | null
  readonly committed: number | null
  /** End of the partition as last seen. */
  readonly end: number | null
  /** Records between position and end. */
  readonly lag: number | null
  readonly atEnd: boolean
  /** Whether nothing more of it is taken at the moment, because its lane is full or paused. */
  readonly held: boolean
  readonly paused: boolean
  readonly phase: LanePhase
  /** Offset in work, or next to run. */
  readonly offset: number | null
  /** Records that were taken and are not settled. */
  readonly waiting: number
  readonly attempt: number
  /** Milliseconds until a failed record runs again. */
  readonly retryInMs: number | null
  /** How long the running call or hook has run, milliseconds. */
  readonly runningMs: number | null
}

/** A group for health and metrics. JSON-serialisable. */
export interface GroupStatus {
  readonly group: string
  readonly cluster: string
  readonly kind: 'consumer' | 'share'
  /** `waiting`: a fresh session follows a failed one. */
  readonly state: SessionStatus['state'] | 'waiting'
  readonly protocol: SessionStatus['protocol']
  readonly memberId: string | null
  readonly connected: boolean
  /** Milliseconds since the session last served its membership. */
  readonly servedAgoMs: number | null
  /** Sessions opened so far. */
  readonly sessions: number
  /** Milliseconds until the next session. */
  readonly retryInMs: number | null
  /** The last trouble since a broker answered. */
  readonly trouble: { readonly code: string; readonly message: string } | null
  /** Calls and hooks that run. */
  readonly inWork: number
  /** Records that were taken and are not settled. */
  readonly waiting: number
  /** Records settled so far, skipped ones included. */
  readonly settled: number
  readonly skipped: number
  /** Attempts so far that ended in another one. */
  readonly retried: number
  readonly partitions: readonly PartitionHealth[]
}

/** What a session says for its group's status. */
export type SessionPart = Pick<
  GroupStatus,
  'state' | 'protocol' | 'memberId' | 'connected' | 'servedAgoMs' | 'inWork' | 'waiting' | 'partitions' | 'trouble'
>

/** What is said of a group without a session. */
export const noSession: SessionPart = Object.freeze({
  state: 'waiting',
  protocol: null,
  memberId: null,
  connected: false,
  servedAgoMs: null,
  inWork: 0,
  waiting: 0,
  partitions: [],
  trouble: null,
})

/** The part of a group's status that its session knows. */
export function sessionPart(runner: SessionRunner, nowMs: number): SessionPart {
  const status = runner.session.status()
  const partitions = status.partitions.flatMap((partition) => partitionHealth(runner, partition, nowMs) ?? [])
  const { trouble } = runner.engineEvents
  return {
    state: status.state,
    protocol: status.protocol,
    memberId: status.memberId,
    connected: status.connected,
    servedAgoMs: Math.max(0, Math.round(nowMs - status.servedAtMs)),
    inWork: partitions.filter(({ runningMs }) => runningMs !== null).length,
    waiting: partitions.reduce((sum, { waiting }) => sum + waiting, 0),
    partitions,
    trouble: trouble === null ? null : { code: trouble.code, message: trouble.message },
  }
}

function partitionHealth(runner: SessionRunner, status: PartitionStatus, nowMs: number): PartitionHealth | undefined {
  const lane = runner.lanes.of(status.slot)
  if (lane === undefined) return undefined
  const { topic, partition, position, committed, end, atEnd, held } = status
  const sinceMs = runningSinceMs(lane)
  const { retryAtMs } = lane.work
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
    phase: lane.phase,
    offset: lane.work.offset,
    waiting: lane.inbox.records + lane.work.unsettled,
    attempt: lane.context.attempt,
    retryInMs: retryAtMs === null ? null : Math.max(0, Math.round(retryAtMs - nowMs)),
    runningMs: sinceMs === null ? null : Math.max(0, Math.round(nowMs - sinceMs)),
  }
}
