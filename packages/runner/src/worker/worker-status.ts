import type { WorkerState } from '@samsa/contracts'
import type { GroupRunner } from '../group/group-runner.js'
import type { GroupStatus } from '../group/group-status.js'

/** Why a worker is not ready or not live. */
export interface StatusReason {
  readonly code: string
  readonly text: string
  /** `null`: the worker as a whole. */
  readonly group: string | null
  readonly concerns: 'ready' | 'live'
}

/** A worker for health and metrics. JSON-serialisable; no settings, no record data. */
export interface WorkerStatus {
  readonly version: 1
  readonly state: WorkerState
  /** Whether every group is joined and reaches its broker. */
  readonly ready: boolean
  /** Whether the event loop turns and no handler hangs. */
  readonly live: boolean
  readonly reasons: readonly StatusReason[]
  /** ISO time of `start()`; `null` before. */
  readonly startedAt: string | null
  /** How late the event loop is, milliseconds. */
  readonly loopDelayMs: number
  /** One for each consumer group, and one for each route of a share group. */
  readonly groups: readonly GroupStatus[]
}

/** Loop delay from which a worker is not live, milliseconds. */
const loopStuckMs = 10_000

/** What a status is made of. */
export interface StatusParts {
  readonly state: WorkerState
  readonly startedAtMs: number | null
  readonly loopDelayMs: number
  readonly groups: readonly GroupRunner[]
}

/** The status of a worker, from signals that mean something. Pure. */
export function workerStatus({ state, startedAtMs, loopDelayMs, groups }: StatusParts): WorkerStatus {
  const statuses = groups.map((group) => group.status())
  const reasons = [
    ...stateReasons(state),
    ...(loopDelayMs >= loopStuckMs
      ? [{ code: 'loop-delayed', text: `the event loop is ${loopDelayMs} ms late`, group: null, concerns: 'live' as const }]
      : []),
    ...groups.flatMap((group) => stuckReasons(group)),
    ...(state === 'initialized' ? [] : onceEach(statuses.flatMap((status) => joinReasons(status)))),
  ]
  return {
    version: 1,
    state,
    ready: reasons.length === 0,
    live: !reasons.some(({ concerns }) => concerns === 'live'),
    reasons,
    startedAt: startedAtMs === null ? null : new Date(startedAtMs).toISOString(),
    loopDelayMs,
    groups: statuses,
  }
}

function stateReasons(state: WorkerState): readonly StatusReason[] {
  if (state === 'running') return []
  const concerns = state === 'failed' ? 'live' : 'ready'
  return [{ code: state, text: `the worker is ${state}`, group: null, concerns }]
}

function stuckReasons({ stuck, group }: GroupRunner): readonly StatusReason[] {
  return stuck === null ? [] : [{ code: stuck.code, text: stuck.message, group, concerns: 'live' }]
}

/** The sessions of one share group, one for each of its routes, mostly have the same reason. */
function onceEach(reasons: readonly StatusReason[]): readonly StatusReason[] {
  return reasons.filter(
    ({ code, text, group }, index) => reasons.findIndex((one) => one.code === code && one.text === text && one.group === group) === index,
  )
}

function joinReasons(status: GroupStatus): readonly StatusReason[] {
  const { group, state, connected, trouble } = status
  const why = trouble === null ? '' : `: ${trouble.message}`
  if (!connected) return [{ code: trouble?.code ?? 'disconnected', text: `no broker answers${why}`, group, concerns: 'ready' }]
  return state === 'joined' ? [] : [{ code: state, text: `the group is ${state}${why}`, group, concerns: 'ready' }]
}
