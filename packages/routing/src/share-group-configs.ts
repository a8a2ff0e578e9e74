import type { ShareGroupSettingsPlan } from './plan/group-plan.js'

/** A setting of a share group that was given, with the group config of Kafka it stands for. */
export interface ShareGroupConfig {
  /** Its name in `group.settings({ … })`. */
  readonly setting: string
  /** Kafka's name. */
  readonly config: string
  /** As Kafka takes it. */
  readonly value: string
}

const configs = [
  ['offsetReset', 'share.auto.offset.reset', 'offsetReset'],
  ['lockDuration', 'share.record.lock.duration.ms', 'lockDurationMs'],
  ['deliveryCountLimit', 'share.delivery.count.limit', 'deliveryCountLimit'],
  ['isolation', 'share.isolation.level', 'isolation'],
  ['heartbeatInterval', 'share.heartbeat.interval.ms', 'heartbeatIntervalMs'],
  ['sessionTimeout', 'share.session.timeout.ms', 'sessionTimeoutMs'],
  ['assignmentInterval', 'share.assignment.interval.ms', 'assignmentIntervalMs'],
  ['maxRecordLocks', 'share.partition.max.record.locks', 'maxRecordLocks'],
] as const satisfies readonly (readonly [setting: string, config: string, planned: keyof Omit<ShareGroupSettingsPlan, 'policy'>])[]

/** The group configs of Kafka (KIP-932, KIP-1240, KIP-1263) that settings stand for: those that were given. */
export function shareGroupConfigs(settings: ShareGroupSettingsPlan | null): readonly ShareGroupConfig[] {
  if (settings === null) return []
  return configs.flatMap(([setting, config, planned]) => {
    const value = settings[planned]
    return value === null ? [] : [{ setting, config, value: String(value) }]
  })
}
