import { defaultRecovery, type RecoveryPlan } from '@samsa/contracts'
import type { TopicRoutePlan } from '../plan/topic-route-plan.js'

/** An option that is typed and kept in the plan, and that nothing runs yet. A default written out is fine. */
export interface UnbuiltOption {
  /** As it is written. */
  readonly option: string
  /** Where its origin is kept, below the route's path in the plan. */
  readonly planName: string
  readonly wants: (route: TopicRoutePlan, kind: 'consumer' | 'share') => boolean
  /** What to do instead, by kind of group. */
  readonly cure: { readonly consumer: string; readonly share: string }
}

const bothKinds = (cure: string): UnbuiltOption['cure'] => ({ consumer: cure, share: cure })
const recovery = (
  option: string,
  planName: string,
  part: (recovery: RecoveryPlan) => unknown,
  cure: UnbuiltOption['cure'],
): UnbuiltOption => ({
  option,
  planName: `recovery.${planName}`,
  wants: (route) => JSON.stringify(part(route.recovery)) !== JSON.stringify(part(defaultRecovery)),
  cure,
})

const leaveOut = 'leave it out'

// The issue that builds something deletes its entry here.
/** Everything of a route that this release only types and plans. */
export const unbuiltOptions: readonly UnbuiltOption[] = [
  {
    option: 'ordering',
    planName: 'ordering',
    // 'none' is what a share group has
    wants: (route, kind) => kind === 'consumer' && route.ordering !== 'partition',
    cure: bothKinds("leave it out, or write ordering: 'partition'"),
  },
  {
    option: 'delivery',
    planName: 'delivery',
    wants: (route) => route.delivery !== 'at-least-once',
    cure: bothKinds("leave it out, or write delivery: 'at-least-once'"),
  },
  recovery('retry.topics', 'retry.topicDelaysMs', (plan) => plan.retry.topicDelaysMs, bothKinds(leaveOut)),
  recovery('breaker', 'breaker', (plan) => plan.breaker, bothKinds(leaveOut)),
  recovery('flood', 'flood', (plan) => plan.flood, bothKinds(leaveOut)),
  {
    option: 'middleware',
    planName: 'middleware',
    wants: (route) => route.middleware.length > 0,
    cure: bothKinds('leave it out, and call the step in the class'),
  },
  { option: 'rateLimit', planName: 'rateLimit', wants: (route) => route.rateLimit !== null, cure: bothKinds(leaveOut) },
  { option: 'delay', planName: 'delayMs', wants: (route) => route.delayMs !== null, cure: bothKinds(leaveOut) },
  {
    option: 'expire',
    planName: 'expireMs',
    wants: (route) => route.expireMs !== null,
    cure: {
      consumer: 'leave it out, and return skip(reason) for old records',
      share: 'leave it out, and return reject(reason) for old records',
    },
  },
  {
    option: 'batch.maxBytes',
    planName: 'batch.maxBytes',
    wants: (route) => route.batch?.maxBytes != null,
    cure: bothKinds('leave it out, and use batch.maxRecords'),
  },
]
