import type { GroupPlan } from './plan/group-plan.js'
import type { Origin } from './plan/origin.js'
import type { RoutingPlan } from './plan/routing-plan.js'
import type { TopicRoutePlan } from './plan/topic-route-plan.js'

/** Where an option of a route was given. */
export interface GivenAt {
  /** As it is written: `consumerGroup('billing').options.retry.attempts`. */
  readonly path: string
  readonly places: readonly string[]
  readonly origin: Origin
}

/** `consumerGroup('billing')`. */
export const groupPath = ({ kind, id }: GroupPlan): string => `${kind}Group('${id}')`

/** `consumerGroup('billing').topic('orders')`. */
export function routePath(group: GroupPlan, route: TopicRoutePlan): string {
  const labels = [...route.topics.map((name) => `'${name}'`), ...route.patterns.map((source) => `/${source}/`)]
  return `${groupPath(group)}.topic(${labels.join(', ')})`
}

/** Where a value of a route came from: a name in the plan (below the route) with its option. `standard`: where nobody gave it. */
export function whereGiven(
  plan: RoutingPlan,
  group: GroupPlan,
  route: TopicRoutePlan,
  { planName, option }: { readonly planName: string; readonly option: string },
  standard: Origin = 'route',
): GivenAt {
  const origin = plan.origins[`group(${group.id}).topic(${route.id.slice(group.id.length + 1)}).${planName}`] ?? standard
  if (origin === 'worker') return { path: `defineWorker.${option}`, places: plan.worker.place === null ? [] : [plan.worker.place], origin }
  if (origin === 'group') return { path: `${groupPath(group)}.options.${option}`, places: group.places, origin }
  return { path: `${routePath(group, route)}.${option}`, places: [route.place], origin }
}
