import type { ShareGroupSettingsPlan } from './plan/group-plan.js'

const names = {
  offsetReset: 'share.auto.offset.reset',
  lockDurationMs: 'share.record.lock.duration.ms',
  deliveryCountLimit: 'share.delivery.count.limit',
  isolation: 'share.isolation.level',
  heartbeatIntervalMs: 'share.heartbeat.interval.ms',
  sessionTimeoutMs: 'share.session.timeout.ms',
  assignmentIntervalMs: 'share.assignment.interval.ms',
  maxRecordLocks: 'share.partition.max.record.locks',
} as const satisfies Record<keyof Omit<ShareGroupSettingsPlan, 'policy'>, string>

/** The group configs of Kafka (KIP-932, KIP-1240, KIP-1263) that settings stand for: those that were given, as text. */
export function shareGroupConfigs(settings: ShareGroupSettingsPlan): Readonly<Record<string, string>> {
  const given = Object.entries(names).flatMap(([setting, config]) => {
    const value = settings[setting as keyof typeof names]
    return value === null ? [] : [[config, String(value)] as const]
  })
  return Object.freeze(Object.fromEntries(given))
}
