import type { DeclaredSetting, SettingRow } from './setting-row.js'
import { isDeclared } from './same-value.js'

/** Configs of a group or a broker, by Kafka's names. */
export type DescribedConfigs = Readonly<Record<string, { readonly value: string | null; readonly source: number }>>

/** `DYNAMIC_GROUP_CONFIG` in the protocol: somebody has set it for this group. */
const setOnGroup = 8
/** `DEFAULT_CONFIG`: Kafka's own. */
const kafkaDefault = 5

/** Name of the brokers' setting that holds for all groups together where a group has none of its own. */
export const brokerConfigOf = (config: string): string => `group.${config}`

/** What became of one declared setting on the broker. `brokers`: the configuration of a broker, where the group's was not enough. Pure. */
export const compareSetting = (
  declared: DeclaredSetting,
  group: DescribedConfigs,
  brokers: DescribedConfigs,
  refusals: ReadonlyMap<string, string>,
): SettingRow => {
  const own = group[declared.config]
  const found = own ?? brokers[brokerConfigOf(declared.config)]
  const refusal = refusals.get(declared.config) ?? null
  const row = { ...declared, refusal, onBroker: found?.value ?? null, settable: own !== undefined }
  if (found === undefined || found.value === null) return { ...row, source: null, state: refusal === null ? 'unknown' : 'refused' }
  const isEqual = isDeclared(found.value, declared)
  const isSet = own?.source === setOnGroup
  return {
    ...row,
    source: isSet ? 'group' : found.source === kafkaDefault ? 'default' : 'broker',
    state: refusal !== null ? 'refused' : own === undefined || isSet ? (isEqual ? 'equal' : 'differs') : 'unset',
  }
}
