import { type AdminPort, isSamsaError } from '@samsa/contracts'
import type { DescribedConfigs } from './compare-setting.js'
import type { SettingRow } from './setting-row.js'

const numberOf = (configs: DescribedConfigs, name: string): number | null => {
  const text = configs[name]?.value
  return text == null || text === '' || Number.isNaN(Number(text)) ? null : Number(text)
}

/** `share.record.lock.duration.ms` is bound by `group.share.min.record.lock.duration.ms` and `….max.…` of the brokers. Pure. */
export const boundRow = (row: SettingRow, brokers: DescribedConfigs): SettingRow => {
  const value = Number(row.value)
  if (row.state === 'unknown' || row.state === 'refused' || !row.settable || !row.config.startsWith('share.') || Number.isNaN(value))
    return row
  const bound = (which: 'min' | 'max'): string => `group.share.${which}.${row.config.slice('share.'.length)}`
  const min = numberOf(brokers, bound('min'))
  const max = numberOf(brokers, bound('max'))
  const refusal =
    min !== null && value < min
      ? `${bound('min')} of the brokers is ${min}`
      : max !== null && value > max
        ? `${bound('max')} of the brokers is ${max}`
        : null
  return refusal === null ? row : { ...row, state: 'refused', refusal }
}

/** Rows with values that the broker would refuse, as far as its own configuration can be read: where it may not be, nothing is said. */
export const withBounds = async (
  admin: Pick<AdminPort, 'brokers' | 'describeConfigs'>,
  rows: readonly SettingRow[],
): Promise<readonly SettingRow[]> => {
  // what holds already is within them
  if (rows.every(({ state }) => state === 'equal')) return rows
  try {
    const [id] = await admin.brokers()
    if (id === undefined) return rows
    const brokers = await admin.describeConfigs('broker', String(id))
    return rows.map((row) => (row.state === 'equal' ? row : boundRow(row, brokers)))
  } catch (thrown) {
    if (isSamsaError(thrown) && thrown.code === 'SAMSA_AUTHORIZATION') return rows
    throw thrown
  }
}
