import type { AnyTopic, AnyTopicPattern, DeadLetterPolicy, ErrorMatcher, OwnBackoff, TopicSource } from '@samsa/contracts'
import type { Class } from '../fits/consumer-class.js'
import type { HookName } from '../fits/hooks.js'
import type { ConsumerGroupMiddleware, ShareGroupMiddleware } from '../middleware.js'
import type { RouteId } from './topic-route-plan.js'

/** What of a route is no data: found in `CompiledRoutes.bindings` by the route's id. */
export interface RouteBinding {
  readonly id: RouteId
  readonly consumer: Class<object>
  /** Topics of the route by exact name. */
  readonly topics: ReadonlyMap<string, AnyTopic>
  /** Patterns of the route, in the order given. */
  readonly patterns: readonly AnyTopicPattern[]
  /** The topic or pattern (for its serdes) that a name belongs to: exact names first, then the first pattern that matches. */
  readonly source: (topicName: string) => TopicSource | undefined
  /** Hooks that the class has as methods. */
  readonly hooks: readonly HookName[]
  /** The group's middleware, then the route's: outermost first. */
  readonly middleware: readonly (ConsumerGroupMiddleware | ShareGroupMiddleware)[]
  /** The backoff of the application's own, where `recovery.retry.backoff.kind` is `own`. */
  readonly backoff: OwnBackoff | null
  /** Matchers of the plan's rules, by `RetryRulePlan.index`. */
  readonly matchers: readonly ErrorMatcher[]
  /** Hooks of the dead-letter policy; `null` where there are none. */
  readonly deadLetter: Pick<DeadLetterPolicy, 'topic' | 'transform' | 'headers'> | null
}
