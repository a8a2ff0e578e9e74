import type { SettingsPolicy } from '../route/share-group-settings.js'
import type { ConsumerTopicRoutePlan, ShareTopicRoutePlan } from './topic-route-plan.js'

/** What both kinds of group have. */
export interface GroupPlanBase {
  /** Kafka's group id; unique in a plan. */
  readonly id: string
  readonly cluster: string
  /** Properties of librdkafka for this group's clients, those of the cluster included; sensitive values are replaced. */
  readonly kafka: Readonly<Record<string, string>>
  readonly drainMs: number
  /** Names of the group's own middleware, outermost first. */
  readonly middleware: readonly string[]
  /** `file:line` of each block that this group was merged from. */
  readonly places: readonly string[]
}

/** A consumer group. */
export interface ConsumerGroupPlan extends GroupPlanBase {
  readonly kind: 'consumer'
  readonly options: ConsumerGroupOptionsPlan
  readonly topics: readonly ConsumerTopicRoutePlan[]
}

/** A share group. */
export interface ShareGroupPlan extends GroupPlanBase {
  readonly kind: 'share'
  readonly options: ShareGroupOptionsPlan
  /** Settings on the broker; `null` where none were given. */
  readonly settings: ShareGroupSettingsPlan | null
  readonly topics: readonly ShareTopicRoutePlan[]
}

/** A group of either kind, told apart by `kind`. */
export type GroupPlan = ConsumerGroupPlan | ShareGroupPlan

/** Options of a consumer group, defaults filled in. */
export interface ConsumerGroupOptionsPlan {
  readonly protocol: 'auto' | 'consumer' | 'classic'
  /** `null`: the protocol's default. */
  readonly assignor: string | null
  /** `null`: no static membership. */
  readonly instanceId: string | null
  readonly isolation: 'read_committed' | 'read_uncommitted'
  readonly commit: 'periodic' | 'each'
  readonly commitIntervalMs: number
  readonly bufferBytes: number
}

/** Options of a share group, defaults filled in. */
export interface ShareGroupOptionsPlan {
  /** `null`: chosen by the engine. */
  readonly members: number | null
}

/** Settings of a share group on the broker; `null` is the broker's. */
export interface ShareGroupSettingsPlan {
  readonly policy: SettingsPolicy
  /** As Kafka takes it: `earliest`, `latest` or `by_duration:PT6H`. */
  readonly offsetReset: string | null
  readonly lockDurationMs: number | null
  readonly deliveryCountLimit: number | null
  readonly isolation: 'read_committed' | 'read_uncommitted' | null
  readonly heartbeatIntervalMs: number | null
  readonly sessionTimeoutMs: number | null
  readonly assignmentIntervalMs: number | null
  readonly maxRecordLocks: number | null
}
