import type { MockShareGroupOptions } from '@samsa/librdkafka'
import type { RoutingPlan, RoutingProblem, ShareGroupPlan, ShareGroupSettingsPlan } from '@samsa/routing'
import { shareGroupsOf } from '../settings/declared-settings.js'

/** What the broker inside the process does with the share groups of one cluster. */
export interface EmbeddedShareSettings {
  readonly options: MockShareGroupOptions
  /** What its engine needs to know, since this broker cannot be asked. */
  readonly limits: { readonly lockMs: number; readonly deliveryLimit: number; readonly heartbeatMs: number }
}

type Setting = keyof Omit<ShareGroupSettingsPlan, 'policy'>

// a fresh group gets its partitions with its second heartbeat: nobody should wait ten seconds for a broker of his own
const embeddedHeartbeatMs = 500
const kafkaLockMs = 30_000
const kafkaDeliveryLimit = 5

/** Names as they are written, of those that this broker has. */
const written: Partial<Record<Setting, string>> = {
  offsetReset: 'offsetReset',
  lockDurationMs: 'lockDuration',
  deliveryCountLimit: 'deliveryCountLimit',
  isolation: 'isolation',
  heartbeatIntervalMs: 'heartbeatInterval',
  sessionTimeoutMs: 'sessionTimeout',
  maxRecordLocks: 'maxRecordLocks',
}

/** As this broker takes it: everything on it is younger than any time ago, since it began with this process. */
const embeddedValue = (group: ShareGroupPlan, setting: Setting): string | number | null => {
  const value = group.settings?.[setting] ?? null
  return typeof value === 'string' && value.startsWith('by_duration:') ? 'earliest' : value
}

/** The one value that the groups declare; `null`: nobody does. */
const declaredValue = (groups: readonly ShareGroupPlan[], setting: Setting): string | number | null =>
  groups.map((group) => embeddedValue(group, setting)).find((value) => value !== null) ?? null

const numberOf = (value: string | number | null): number | undefined => (typeof value === 'number' ? value : undefined)

/** The settings of the broker inside the process for the share groups of a cluster; whatever their policy, since nobody else has a say there. Pure. */
export const embeddedShareSettings = (plan: RoutingPlan, cluster: string): EmbeddedShareSettings => {
  const groups = shareGroupsOf(plan).filter((group) => group.cluster === cluster)
  const value = (setting: Setting): string | number | null => declaredValue(groups, setting)
  const lockMs = numberOf(value('lockDurationMs')) ?? kafkaLockMs
  const deliveryLimit = numberOf(value('deliveryCountLimit')) ?? kafkaDeliveryLimit
  const heartbeatMs = numberOf(value('heartbeatIntervalMs')) ?? embeddedHeartbeatMs
  return {
    limits: { lockMs, deliveryLimit, heartbeatMs },
    options: {
      recordLockDurationMs: lockMs,
      maxDeliveryAttempts: deliveryLimit,
      heartbeatIntervalMs: heartbeatMs,
      sessionTimeoutMs: numberOf(value('sessionTimeoutMs')),
      isolationLevel: value('isolation') === 'read_committed' ? 1 : 0,
      autoOffsetReset: value('offsetReset') === 'earliest' ? 1 : 0,
      maxRecordLocks: numberOf(value('maxRecordLocks')),
    },
  }
}

/** Share groups of one cluster that declare different settings: the broker inside the process has one set for all of them. */
export const embeddedShareProblems = (plan: RoutingPlan): readonly RoutingProblem[] => {
  const problems: RoutingProblem[] = []
  for (const cluster of new Set(shareGroupsOf(plan).map((group) => group.cluster))) {
    const groups = shareGroupsOf(plan).filter((group) => group.cluster === cluster)
    for (const [setting, name] of Object.entries(written) as [Setting, string][]) {
      const [first, ...others] = groups.filter((group) => embeddedValue(group, setting) !== null)
      if (first === undefined) continue
      for (const other of others)
        if (embeddedValue(other, setting) !== embeddedValue(first, setting)) problems.push(conflict(name, setting, first, other))
    }
  }
  return problems
}

const conflict = (name: string, setting: Setting, first: ShareGroupPlan, other: ShareGroupPlan): RoutingProblem => ({
  severity: 'error',
  path: `shareGroup('${other.id}').settings.${name}`,
  code: 'SAMSA_GROUP_SETTING',
  reason: `the broker inside this process has one ${name} for all share groups: ${embeddedValue(other, setting)} here, ${embeddedValue(first, setting)} in shareGroup('${first.id}')`,
  cure: `declare the same for --embedded, or run one of them: worker start --embedded --group ${other.id}`,
  places: [...other.places, ...first.places],
})
