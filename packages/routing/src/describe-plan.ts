import type { BackoffPlan, RecoveryPlan } from '@samsa/contracts'
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
  /** What becomes of a failed record: attempts and backoff; share group: deliveries. */
  readonly retry: string
  readonly deadLetter: string
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
    retry: group.kind === 'share' && route.recovery.retry.attempts === null ? describeRelease(group) : describeRetry(route.recovery),
    deadLetter: route.recovery.deadLetter?.broker ?? deadLetterTopic(route),
    settings: group.kind === 'share' ? describeSettings(group.settings) : '',
    place: route.place,
  }
}

function deadLetterTopic(route: TopicRoutePlan): string {
  const { deadLetter } = route.recovery
  if (deadLetter === null) return 'none'
  if (deadLetter.topic === null) return 'by function'
  return route.topics.length === 1 ? deadLetter.topic.replace('<topic>', route.topics[0] ?? '') : deadLetter.topic
}

/** What becomes of a failed record of a share group. */
function describeRelease({ settings }: GroupPlan & { kind: 'share' }): string {
  return `released, up to ${settings?.deliveryCountLimit ?? "the broker's limit of"} deliveries`
}

function describeRetry({ retry }: RecoveryPlan): string {
  return `${retry.attempts ?? 'until it succeeds'}, ${describeBackoff(retry.backoff)}`
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
