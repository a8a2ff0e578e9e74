import { SamsaError } from '@samsa/contracts'
import type { CompiledRoutes, Container, ShareGroupPlan } from '@samsa/routing'
import type { ConsumerInstance } from '../lane/lane-route.js'
import type { RecordRoute } from '../record-lane/record-route.js'
import type { RecoveryOf } from './bind-routes.js'
import { RouteUse } from '../record-lane/route-use.js'

/**
 * The only route of `group`, bound to its class. All sessions of a worker share the one instance, which is made when it is first asked for.
 * Throws `SAMSA_ROUTE_INVALID` where plan and bindings do not belong together.
 */
export function bindRecordRoute(
  group: ShareGroupPlan,
  bindings: CompiledRoutes['bindings'],
  container: Container,
  recoveryOf: RecoveryOf,
): RecordRoute {
  const [route] = group.topics
  const binding = route === undefined ? undefined : bindings.get(route.id)
  if (route === undefined || binding === undefined)
    throw new SamsaError('SAMSA_ROUTE_INVALID', `group ${group.id} has no bound route: hand over plan and bindings of the same compilation`)
  let made: ConsumerInstance | null = null
  return {
    className: route.consumer,
    topics: route.topics,
    concurrency: route.concurrency,
    timeoutMs: route.timeoutMs,
    stuckAfterMs: route.stuckAfterMs,
    batch:
      route.shape === 'batch' && route.batch !== null ? { maxRecords: route.batch.maxRecords, maxWaitMs: route.batch.maxWaitMs } : null,
    recovery: recoveryOf(route, binding),
    use: new RouteUse(),
    source: (topic) => binding.source(topic),
    instance: () => (made ??= container.resolve(binding.consumer) as ConsumerInstance),
  }
}
