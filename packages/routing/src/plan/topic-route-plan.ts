import type { InitialOffset, RecoveryPlan } from '@samsa/contracts'

/** Names a route within a plan: `<group>/<topic>+<topic>`, or `<group>//<pattern>/`. Stable as long as group and topics are. */
export type RouteId = string

/** What the routes of both kinds of group have. */
export interface TopicRoutePlanBase {
  readonly id: RouteId
  /** Exact names, in the order given; empty where the route has patterns only. */
  readonly topics: readonly string[]
  /** Name of the class. */
  readonly consumer: string
  /** Whether the class takes records one at a time (`consume`) or batches (`consumeBatch`). */
  readonly shape: 'record' | 'batch'
  /** Longest time for one call; `null`: none (share group: the lock). */
  readonly timeoutMs: number | null
  readonly stuckAfterMs: number
  /** Size of batches; `null` where the class takes records. */
  readonly batch: BatchPlan | null
  readonly recovery: RecoveryPlan
  /** Names of the route's own middleware, outermost first, inside the group's. */
  readonly middleware: readonly string[]
  readonly rateLimit: { readonly records: number; readonly perMs: number } | null
  readonly expireMs: number | null
  /** `file:line` of the `group.topic` call. */
  readonly place: string
}

/** A topic of a consumer group. */
export interface ConsumerTopicRoutePlan extends TopicRoutePlanBase {
  /** Sources of the regular expressions of `topics(/…/)`. */
  readonly patterns: readonly string[]
  readonly ordering: 'partition' | 'key' | 'none'
  readonly delivery: 'at-least-once' | 'exactly-once'
  /** Calls at once, route-wide; `null`: one for each assigned partition. */
  readonly concurrency: number | null
  readonly initialOffset: InitialOffset
  readonly delayMs: number | null
}

/** A topic of a share group. */
export interface ShareTopicRoutePlan extends TopicRoutePlanBase {
  readonly patterns: readonly []
  readonly ordering: 'none'
  readonly delivery: 'at-least-once'
  /** Records in work at once, route-wide. */
  readonly concurrency: number
  readonly initialOffset: null
  readonly delayMs: null
}

/** A topic of either kind of group. */
export type TopicRoutePlan = ConsumerTopicRoutePlan | ShareTopicRoutePlan

/** Size of batches. */
export interface BatchPlan {
  readonly maxRecords: number
  readonly maxWaitMs: number
  /** `null`: no bound. */
  readonly maxBytes: number | null
}
