import { unbuiltOptions } from './check/unbuilt-options.js'
import type { RoutingPlan } from './plan/routing-plan.js'
import type { RoutingProblem } from './plan/routing-problem.js'
import { groupPath, whereGiven } from './where-given.js'

/** What of a plan this release does not run, one problem for each place where it was asked for. `worker start` and `worker check` refuse it. */
export function notBuilt(plan: RoutingPlan): readonly RoutingProblem[] {
  const found = new Map<string, RoutingProblem>()
  const add = (path: string, what: string, cure: string, places: readonly string[]): void => {
    if (!found.has(path))
      found.set(path, Object.freeze({ severity: 'error', path, code: 'SAMSA_NOT_BUILT', reason: `${what} is not built yet`, cure, places }))
  }
  for (const group of plan.groups) {
    if (group.middleware.length > 0)
      add(`${groupPath(group)}.use`, 'middleware', 'leave it out, and call the step in the class', group.places)
    for (const route of group.topics) {
      for (const one of unbuiltOptions) {
        if (!one.wants(route, group.kind)) continue
        const { path, places } = whereGiven(plan, group, route, one)
        add(path, `\`${one.option}\``, one.cure[group.kind], places)
      }
    }
  }
  return Object.freeze([...found.values()])
}
