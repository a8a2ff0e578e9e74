export { createAdmin, type AdminOptions } from './create-admin.js'
export type { DeclaredSetting, DeclaredSettings, GroupSettingsPolicy, SettingProblem, SettingRow } from './group-settings/setting-row.js'
export { settleSettings, type SettledGroup, type SettleOptions } from './group-settings/settle-settings.js'
export { isDeclared } from './group-settings/same-value.js'
