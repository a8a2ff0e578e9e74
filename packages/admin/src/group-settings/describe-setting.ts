import { brokerConfigOf } from './compare-setting.js'
import type { SettingProblem, SettingRow } from './setting-row.js'

/** First version of Kafka that has a setting for each group, where it is later than share groups themselves (KIP-1240, KIP-1263). */
const since: Readonly<Record<string, string>> = {
  'share.delivery.count.limit': '4.3',
  'share.partition.max.record.locks': '4.3',
  'share.assignment.interval.ms': '4.3',
  'errors.deadletterqueue.topic.name': '4.4',
  'errors.deadletterqueue.copy.record.enable': '4.4',
}

const settle = '`worker settings --apply` sets what is declared; or declare what the broker has'

const wordsOf = (row: SettingRow): readonly [reason: string, cure: string] => {
  const { config, value, onBroker, settable, state, refusal } = row
  if (state === 'refused') return [`the broker refuses ${config}=${value}: ${refusal}`, 'choose a value that it takes']
  if (state === 'unknown')
    return [`this Kafka does not know ${config}, and ${value} is declared`, `leave it out, or use Kafka ${since[config] ?? '4.2'} or later`]
  if (!settable)
    return [
      `this Kafka has ${brokerConfigOf(config)}=${onBroker} for all groups together, and ${value} is declared`,
      `declare ${onBroker} or leave it out; from Kafka ${since[config] ?? '4.3'} every group has its own`,
    ]
  if (state === 'unset') return [`nobody has set ${config} for this group, so ${onBroker} holds, and ${value} is declared`, settle]
  return [`the group has ${config}=${onBroker} on the broker, and ${value} is declared`, settle]
}

/** Why a setting keeps the worker from starting, with both values and the way out. */
export const describeSetting = (group: string, row: SettingRow): SettingProblem => {
  const [reason, cure] = wordsOf(row)
  return { group, setting: row.setting, code: 'SAMSA_GROUP_SETTING', reason, cure }
}
