import type { SessionStatus } from '@samsa/contracts'
import type { LaneCounters } from '../lane/lane-scope.js'
import type { SessionRunner } from './session-runner.js'
import type { WorkHealth } from './work-health.js'

/** A group for health and metrics; a share group has one for each of its routes. JSON-serialisable. */
export interface GroupStatus extends WorkHealth, Readonly<LaneCounters> {
  readonly group: string
  readonly cluster: string
  readonly kind: 'consumer' | 'share'
  /** Topics that the session subscribes to; patterns as `/source/`. */
  readonly topics: readonly string[]
  /** `waiting`: a fresh session follows a failed one. */
  readonly state: SessionStatus['state'] | 'waiting'
  readonly protocol: SessionStatus['protocol']
  readonly memberId: string | null
  /** Members of the group that this session is. */
  readonly members: number
  readonly connected: boolean
  /** Milliseconds since the session last served its membership. */
  readonly servedAgoMs: number | null
  /** Sessions opened so far. */
  readonly sessions: number
  /** Milliseconds until the next session. */
  readonly retryInMs: number | null
  /** Why a partition is `held` or its dead letter is `unwritten`, or the last trouble with the brokers. */
  readonly trouble: { readonly code: string; readonly message: string } | null
}

/** What a session says for its group's status. */
export type SessionPart = WorkHealth &
  Pick<GroupStatus, 'state' | 'protocol' | 'memberId' | 'members' | 'connected' | 'servedAgoMs' | 'trouble'>

/** What is said of a group without a session. */
export const noSession: SessionPart = Object.freeze({
  state: 'waiting',
  protocol: null,
  memberId: null,
  members: 0,
  connected: false,
  servedAgoMs: null,
  inWork: 0,
  waiting: 0,
  lockEndsInMs: null,
  partitions: [],
  trouble: null,
})

/** The part of a group's status that its session knows. */
export function sessionPart(runner: SessionRunner, nowMs: number): SessionPart {
  const status = runner.status()
  const { trouble } = runner
  return {
    state: status.state,
    protocol: status.protocol,
    memberId: status.memberId,
    members: status.members,
    connected: status.connected,
    servedAgoMs: Math.max(0, Math.round(nowMs - status.servedAtMs)),
    ...runner.work(status, nowMs),
    trouble: trouble === null ? null : { code: trouble.code, message: trouble.message },
  }
}
