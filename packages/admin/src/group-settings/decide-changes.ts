import { isDeclared } from './same-value.js'
import type { GroupSettingsPolicy, SettingRow } from './setting-row.js'

/** What a policy makes of the settings of a group. */
export interface SettingChanges {
  /** To be set before the group is joined. */
  readonly toSet: readonly SettingRow[]
  /** What keeps the worker from starting. */
  readonly wrong: readonly SettingRow[]
}

/** Whether the value that holds is the declared one, whoever gave it. */
export const holds = (row: SettingRow): boolean => row.state !== 'refused' && row.onBroker !== null && isDeclared(row.onBroker, row)

/** Which settings are set, and which are problems. Pure. */
export const decideChanges = (rows: readonly SettingRow[], policy: GroupSettingsPolicy): SettingChanges => {
  if (policy === 'ignore') return { toSet: [], wrong: [] }
  if (policy === 'verify') return { toSet: [], wrong: rows.filter((row) => !holds(row)) }
  const toSet = rows.filter(({ state, settable }) => settable && (state === 'unset' || (state === 'differs' && policy === 'apply')))
  return { toSet, wrong: rows.filter((row) => row.state !== 'equal' && !toSet.includes(row)) }
}
