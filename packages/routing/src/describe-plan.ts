import type { BackoffPlan } from '@samsa/contracts'
import type { GroupPlan } from './plan/group-plan.js'
import type { RoutingPlan } from './plan/routing-plan.js'
import type { TopicRoutePlan } from './plan/topic-route-plan.js'

/** One route in words: a row of `worker routes`. */
export interface PlanRow {
  readonly kind: 'consumer' | 'share'
  readonly group: string
  readonly cluster: string
  /** Topics and patterns, comma-separated. */
  readonly topic: string
  readonly consumer: string
  readonly shape: 'record' | 'batch'
  readonly ordering: string
  /** A number, or `partitions`: one for each that is assigned. */
  readonly concurrency: string
  /** Share group: a number, or `auto`. */
  readonly members: string
  /** Attempts and backoff of a failed record. */
  readonly retry: string
  /** Where dead letters go, `none`, or `by function`; share group: after how many deliveries, where that is given, and whether the broker writes them. */
  readonly deadLetter: string
  /** What becomes of a record without attempts where there are no dead letters; `-` where there are. */
  readonly whenExhausted: string
  /** Share group: the settings that were given, as `lockDuration=30000ms`. */
  readonly settings: string
  readonly place: string
}

/** The plan as rows, in the order of the plan. */
export function describePlan(plan: RoutingPlan): readonly PlanRow[] {
  return plan.groups.flatMap((group) => group.topics.map((route) => describeRoute(group, route)))
}

function describeRoute(group: GroupPlan, route: TopicRoutePlan): PlanRow {
  return {
    kind: group.kind,
    group: group.id,
    cluster: group.cluster,
    topic: [...route.topics, ...route.patterns.map((source) => `/${source}/`)].join(', '),
    consumer: route.consumer,
    shape: route.shape,
    ordering: route.ordering,
    concurrency: route.concurrency === null ? 'partitions' : String(route.concurrency),
    members: group.kind === 'share' ? String(group.options.members ?? 'auto') : '1',
    retry: `${route.recovery.retry.attempts}, ${describeBackoff(route.recovery.retry.backoff)}`,
    deadLetter: describeDeadLetter(route),
    whenExhausted: route.recovery.deadLetter === null ? (route.recovery.whenExhausted ?? '-') : '-',
    settings: group.kind === 'share' ? describeSettings(group.settings) : '',
    place: route.place,
  }
}

function describeDeadLetter(route: TopicRoutePlan): string {
  const { deadLetter } = route.recovery
  if (deadLetter === null) return 'none'
  const after = deadLetter.afterDeliveries === null ? '' : ` after ${deadLetter.afterDeliveries} deliveries`
  if (deadLetter.broker !== null) return `${deadLetter.broker} by the broker${after}`
  if (deadLetter.topic === null) return `by function${after}`
  const own = route.topics.length === 1 && route.patterns.length === 0 ? route.topics[0] : undefined
  return `${own === undefined ? deadLetter.topic : deadLetter.topic.replace('<topic>', own)}${after}`
}

function describeBackoff(backoff: BackoffPlan): string {
  if (backoff.kind === 'own') return 'own backoff'
  if (backoff.kind === 'fixed') return `every ${backoff.delayMs}ms`
  const first = backoff.kind === 'linear' ? backoff.stepMs : backoff.firstMs
  return `${backoff.kind} from ${first}ms${backoff.maxMs === null ? '' : ` to ${backoff.maxMs}ms`}`
}

function describeSettings(settings: (GroupPlan & { kind: 'share' })['settings']): string {
  if (settings === null) return ''
  return Object.entries(settings)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => (name.endsWith('Ms') ? `${name.slice(0, -2)}=${value}ms` : `${name}=${value}`))
    .join(' ')
}
