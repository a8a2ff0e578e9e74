import { freezeDeep } from './compile/freeze-deep.js'
import type { GroupPlan } from './plan/group-plan.js'
import type { RoutingPlan } from './plan/routing-plan.js'
import { topicMatcher } from './topic-matcher.js'

/** What `--group` and `--topic` ask for; nothing given selects everything. */
export interface RouteSelection {
  readonly groups?: readonly string[] | undefined
  /** Routes that name one of these, exactly or by a pattern. */
  readonly topics?: readonly string[] | undefined
}

/** The part of a plan that a selection leaves, and what it asked for that does not exist. */
export interface SelectedRoutes {
  readonly plan: RoutingPlan
  /** `group 'x'`, `topic 'y'`. */
  readonly unmatched: readonly string[]
}

/** Leaves only the routes that are selected; groups without routes go as well. */
export function selectRoutes(plan: RoutingPlan, selection: RouteSelection): SelectedRoutes {
  const groups = selection.groups ?? []
  const topics = selection.topics ?? []
  const inGroups = plan.groups.filter((group) => groups.length === 0 || groups.includes(group.id))
  const selected = inGroups.map((group) => keepTopics(group, topics)).filter((group) => group.topics.length > 0)
  const unmatched = [
    ...groups.filter((id) => !plan.groups.some((group) => group.id === id)).map((id) => `group '${id}'`),
    ...topics
      .filter((name) => !inGroups.some((group) => group.topics.some((route) => names(route, name))))
      .map((name) => `topic '${name}'`),
  ]
  return { plan: freezeDeep({ ...plan, groups: selected }), unmatched: Object.freeze(unmatched) }
}

function keepTopics(group: GroupPlan, topics: readonly string[]): GroupPlan {
  if (topics.length === 0) return group
  const keep = <Route extends { readonly topics: readonly string[]; readonly patterns: readonly string[] }>(
    routes: readonly Route[],
  ): readonly Route[] => routes.filter((route) => topics.some((name) => names(route, name)))
  return group.kind === 'consumer' ? { ...group, topics: keep(group.topics) } : { ...group, topics: keep(group.topics) }
}

function names(route: { readonly topics: readonly string[]; readonly patterns: readonly string[] }, name: string): boolean {
  return route.topics.includes(name) || route.patterns.some((source) => topicMatcher(source).test(name))
}
