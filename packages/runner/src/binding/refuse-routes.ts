import { SamsaError, type Capabilities } from '@samsa/contracts'
import type { GroupPlan, TopicRoutePlan } from '@samsa/routing'

/** What `route` asks of an engine that cannot do it; empty where it can do everything. */
function missingFor(route: TopicRoutePlan, capabilities: Capabilities): string[] {
  const missing: string[] = []
  if (route.patterns.length > 0 && !capabilities.patterns) missing.push('it subscribes to exact names only: name the topics')
  if (route.ordering !== 'none' && capabilities.ordering === 'none')
    missing.push(`it keeps no order: leave out ordering '${route.ordering}'`)
  if (route.delivery === 'exactly-once' && !capabilities.transactions)
    missing.push('it has no transactions: leave out delivery, or make the handler idempotent')
  return missing
}

/**
 * Refuses routes that the group's engine cannot keep the promises of, all at once, with the reasons. Capabilities are read here, before anything opens, and nowhere in
 * the loop.
 *
 * @throws SamsaError `SAMSA_ROUTE_INVALID`
 */
export function refuseRoutes(plan: GroupPlan, capabilities: Capabilities): void {
  const settlement = plan.kind === 'share' ? 'record' : 'position'
  const reasons = plan.topics.flatMap((route) =>
    missingFor(route, capabilities).map((reason) => `route ${route.id}: the engine cannot run it, ${reason}`),
  )
  if (capabilities.settlement !== settlement)
    reasons.push(`group ${plan.id}: a ${plan.kind}Group settles by ${settlement}, and its engine by ${capabilities.settlement}`)
  if (reasons.length > 0) throw new SamsaError('SAMSA_ROUTE_INVALID', reasons.join('; '), { details: { group: plan.id, reasons } })
}
