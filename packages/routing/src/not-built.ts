import { defaultRecovery, type RecoveryPlan } from '@samsa/contracts'
import type { ConsumerGroupPlan } from './plan/group-plan.js'
import type { Origin } from './plan/origin.js'
import type { RoutingPlan } from './plan/routing-plan.js'
import type { RoutingProblem } from './plan/routing-problem.js'
import type { ConsumerTopicRoutePlan } from './plan/topic-route-plan.js'

/** An option that is typed and kept in the plan, and that nothing runs yet. A default written out is fine. */
interface Unbuilt {
  /** As it is written. */
  readonly option: string
  /** Where its origin is kept, below the route's path in the plan. */
  readonly planName: string
  readonly wants: (route: ConsumerTopicRoutePlan) => boolean
  readonly cure: string
}

const differs = (part: (recovery: RecoveryPlan) => unknown) => (route: ConsumerTopicRoutePlan) =>
  JSON.stringify(part(route.recovery)) !== JSON.stringify(part(defaultRecovery))
const inPlace = 'leave it out: a failed record runs again in place, with backoff, until it succeeds'

// The issue that builds something deletes its entry here.
const unbuilt: readonly Unbuilt[] = [
  {
    option: 'ordering',
    planName: 'ordering',
    wants: (route) => route.ordering !== 'partition',
    cure: "leave it out, or write ordering: 'partition'",
  },
  {
    option: 'delivery',
    planName: 'delivery',
    wants: (route) => route.delivery !== 'at-least-once',
    cure: "leave it out, or write delivery: 'at-least-once'",
  },
  { option: 'retry.attempts', planName: 'recovery.retry.attempts', wants: differs((recovery) => recovery.retry.attempts), cure: inPlace },
  { option: 'retry.backoff', planName: 'recovery.retry.backoff', wants: differs((recovery) => recovery.retry.backoff), cure: inPlace },
  { option: 'retry.on', planName: 'recovery.retry.on', wants: differs((recovery) => recovery.retry.on), cure: inPlace },
  {
    option: 'retry.topics',
    planName: 'recovery.retry.topicDelaysMs',
    wants: differs((recovery) => recovery.retry.topicDelaysMs),
    cure: inPlace,
  },
  { option: 'deadLetter', planName: 'recovery.deadLetter', wants: differs((recovery) => recovery.deadLetter), cure: inPlace },
  { option: 'whenExhausted', planName: 'recovery.whenExhausted', wants: differs((recovery) => recovery.whenExhausted), cure: inPlace },
  { option: 'breaker', planName: 'recovery.breaker', wants: differs((recovery) => recovery.breaker), cure: 'leave it out' },
  { option: 'flood', planName: 'recovery.flood', wants: differs((recovery) => recovery.flood), cure: 'leave it out' },
  {
    option: 'middleware',
    planName: 'middleware',
    wants: (route) => route.middleware.length > 0,
    cure: 'leave it out, and call the step in the class',
  },
  { option: 'rateLimit', planName: 'rateLimit', wants: (route) => route.rateLimit !== null, cure: 'leave it out' },
  { option: 'delay', planName: 'delayMs', wants: (route) => route.delayMs !== null, cure: 'leave it out' },
  {
    option: 'expire',
    planName: 'expireMs',
    wants: (route) => route.expireMs !== null,
    cure: 'leave it out, and return skip(reason) for old records',
  },
  {
    option: 'batch.maxBytes',
    planName: 'batch.maxBytes',
    wants: (route) => route.batch?.maxBytes != null,
    cure: 'leave it out, and use batch.maxRecords',
  },
]

/** What of a plan this release does not run, one problem for each place where it was asked for. `worker start` and `worker check` refuse it. */
export function notBuilt(plan: RoutingPlan): readonly RoutingProblem[] {
  const found = new Map<string, RoutingProblem>()
  const add = (path: string, what: string, cure: string, places: readonly string[]): void => {
    if (!found.has(path))
      found.set(path, Object.freeze({ path, code: 'SAMSA_NOT_BUILT', reason: `${what} is not built yet`, cure, places }))
  }
  for (const group of plan.groups) {
    if (group.kind === 'share') {
      add(`shareGroup('${group.id}')`, 'running share groups', 'route this class in a consumerGroup for now', group.places)
      continue
    }
    if (group.middleware.length > 0)
      add(`consumerGroup('${group.id}').use`, 'middleware', 'leave it out, and call the step in the class', group.places)
    for (const route of group.topics) {
      for (const one of unbuilt) if (one.wants(route)) add(...whereGiven(plan, group, route, one))
    }
  }
  return Object.freeze([...found.values()])
}

function whereGiven(
  plan: RoutingPlan,
  group: ConsumerGroupPlan,
  route: ConsumerTopicRoutePlan,
  one: Unbuilt,
): readonly [path: string, what: string, cure: string, places: readonly string[]] {
  const ids = route.id.slice(group.id.length + 1)
  const origin: Origin = plan.origins[`group(${group.id}).topic(${ids}).${one.planName}`] ?? 'route'
  const labels = [...route.topics.map((name) => `'${name}'`), ...route.patterns.map((source) => `/${source}/`)].join(', ')
  const what = `\`${one.option}\``
  if (origin === 'worker') return [`defineWorker.${one.option}`, what, one.cure, plan.worker.place === null ? [] : [plan.worker.place]]
  if (origin === 'group') return [`consumerGroup('${group.id}').options.${one.option}`, what, one.cure, group.places]
  return [`consumerGroup('${group.id}').topic(${labels}).${one.option}`, what, one.cure, [route.place]]
}
