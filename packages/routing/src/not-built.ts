import { type UnbuiltOption, unbuiltOptions } from './check/unbuilt-options.js'
import type { GroupPlan } from './plan/group-plan.js'
import type { Origin } from './plan/origin.js'
import type { RoutingPlan } from './plan/routing-plan.js'
import type { RoutingProblem } from './plan/routing-problem.js'
import type { TopicRoutePlan } from './plan/topic-route-plan.js'

/** What of a plan this release does not run, one problem for each place where it was asked for. `worker start` and `worker check` refuse it. */
export function notBuilt(plan: RoutingPlan): readonly RoutingProblem[] {
  const found = new Map<string, RoutingProblem>()
  const add = (path: string, what: string, cure: string, places: readonly string[]): void => {
    if (!found.has(path))
      found.set(path, Object.freeze({ severity: 'error', path, code: 'SAMSA_NOT_BUILT', reason: `${what} is not built yet`, cure, places }))
  }
  for (const group of plan.groups) {
    if (group.middleware.length > 0) add(`${pathOf(group)}.use`, 'middleware', 'leave it out, and call the step in the class', group.places)
    for (const route of group.topics) {
      for (const one of unbuiltOptions) if (one.wants(route, group.kind)) add(...whereGiven(plan, group, route, one))
    }
  }
  return Object.freeze([...found.values()])
}

const pathOf = ({ kind, id }: GroupPlan): string => `${kind}Group('${id}')`

function whereGiven(
  plan: RoutingPlan,
  group: GroupPlan,
  route: TopicRoutePlan,
  one: UnbuiltOption,
): readonly [path: string, what: string, cure: string, places: readonly string[]] {
  const ids = route.id.slice(group.id.length + 1)
  const origin: Origin = plan.origins[`group(${group.id}).topic(${ids}).${one.planName}`] ?? 'route'
  const labels = [...route.topics.map((name) => `'${name}'`), ...route.patterns.map((source) => `/${source}/`)].join(', ')
  const what = `\`${one.option}\``
  const cure = one.cure[group.kind]
  if (origin === 'worker') return [`defineWorker.${one.option}`, what, cure, plan.worker.place === null ? [] : [plan.worker.place]]
  if (origin === 'group') return [`${pathOf(group)}.options.${one.option}`, what, cure, group.places]
  return [`${pathOf(group)}.topic(${labels}).${one.option}`, what, cure, [route.place]]
}
