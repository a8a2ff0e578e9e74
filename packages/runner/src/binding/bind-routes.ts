import { SamsaError } from '@samsa/contracts'
import { makePolicy } from '@samsa/dlq'
import type { CompiledRoutes, Container, GroupPlan, RouteBinding, TopicRoutePlan } from '@samsa/routing'
import type { GroupRoute } from '../group/group-routes.js'
import type { ConsumerInstance, LaneRoute } from '../lane/lane-route.js'
import { Permits } from '../lane/permits.js'

/** The routes of a group, bound to their classes and ready to make lanes. Permits are new with every call: a fresh session begins with all of them. */
export function bindRoutes(group: GroupPlan, bindings: CompiledRoutes['bindings'], container: Container): readonly GroupRoute[] {
  return group.topics.map((route) => {
    const binding = bindings.get(route.id)
    if (binding === undefined)
      throw new SamsaError('SAMSA_ROUTE_INVALID', `route ${route.id} has no binding: hand over plan and bindings of the same compilation`)
    return {
      lane: laneRoute(route, binding),
      source: (topic) => binding.source(topic),
      create: () => container.resolve(binding.consumer) as ConsumerInstance,
    }
  })
}

function laneRoute(route: TopicRoutePlan, binding: RouteBinding): LaneRoute {
  return {
    className: route.consumer,
    permits: route.concurrency === null ? null : new Permits(route.concurrency),
    timeoutMs: route.timeoutMs,
    stuckAfterMs: route.stuckAfterMs,
    batch:
      route.shape === 'batch' && route.batch !== null ? { maxRecords: route.batch.maxRecords, maxWaitMs: route.batch.maxWaitMs } : null,
    recovery: { policy: makePolicy(route.recovery, 'consumer', binding), writer: null, brokerTopic: null },
  }
}
