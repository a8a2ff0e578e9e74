import { SamsaError } from '@samsa/contracts'
import type { CompiledRoutes, Container, GroupPlan, RouteBinding, TopicRoutePlan } from '@samsa/routing'
import type { GroupRoute } from '../group/group-routes.js'
import type { ConsumerInstance, LaneRoute } from '../lane/lane-route.js'
import { Permits } from '../lane/permits.js'
import type { RouteRecovery } from '../recovery/route-recovery.js'

/** What becomes of the failures of a route. */
export type RecoveryOf = (route: TopicRoutePlan, binding: RouteBinding) => RouteRecovery

/** The routes of a group, bound to their classes and ready to make lanes. Permits are new with every call: a fresh session begins with all of them. */
export function bindRoutes(
  group: GroupPlan,
  bindings: CompiledRoutes['bindings'],
  container: Container,
  recoveryOf: RecoveryOf,
): readonly GroupRoute[] {
  return group.topics.map((route) => {
    const binding = bindings.get(route.id)
    if (binding === undefined)
      throw new SamsaError('SAMSA_ROUTE_INVALID', `route ${route.id} has no binding: hand over plan and bindings of the same compilation`)
    return {
      lane: laneRoute(route, recoveryOf(route, binding)),
      source: (topic) => binding.source(topic),
      create: () => container.resolve(binding.consumer) as ConsumerInstance,
    }
  })
}

function laneRoute(route: TopicRoutePlan, recovery: RouteRecovery): LaneRoute {
  return {
    className: route.consumer,
    permits: route.concurrency === null ? null : new Permits(route.concurrency),
    timeoutMs: route.timeoutMs,
    stuckAfterMs: route.stuckAfterMs,
    batch:
      route.shape === 'batch' && route.batch !== null ? { maxRecords: route.batch.maxRecords, maxWaitMs: route.batch.maxWaitMs } : null,
    recovery,
  }
}
