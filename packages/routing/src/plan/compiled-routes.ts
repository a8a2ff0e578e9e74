import type { RouteBinding } from './route-binding.js'
import type { RoutingPlan } from './routing-plan.js'
import type { RoutingProblem } from './routing-problem.js'
import type { RouteId } from './topic-route-plan.js'

/** What became of a worker, or of routes alone. Whatever is wrong is in `problems`; plan and bindings then hold what could be understood. */
export interface CompiledRoutes {
  readonly plan: RoutingPlan
  readonly bindings: ReadonlyMap<RouteId, RouteBinding>
  /** Properties of librdkafka as text, secrets included, by cluster. Never printed. */
  readonly clusterSettings: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** The same by group id: the cluster's and the group's own. Never printed. */
  readonly groupSettings: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** All of them at once; empty: the plan can be started. */
  readonly problems: readonly RoutingProblem[]
}
