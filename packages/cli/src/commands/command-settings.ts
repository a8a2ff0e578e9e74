import { resolveSettings, type SettingProblem } from '../config/resolve-settings.js'
import type { Settings } from '../config/setting.js'
import { readWorkerFlags, type WorkerOverride } from '../config/worker-flag.js'
import type { Host } from '../host.js'

/** What flags and variables say. */
export interface CommandSettings {
  readonly settings: Settings
  readonly overrides: readonly WorkerOverride[]
  /** Values that cannot be used, a line each. */
  readonly problems: readonly string[]
}

const render = ({ from, problem }: SettingProblem): string => `SAMSA_OPTION_INVALID ${from}: ${problem}`

/** Reads flags and `SAMSA_*` variables. */
export const readCommandSettings = (host: Host, flags: Readonly<Record<string, unknown>>): CommandSettings => {
  const { settings, problems } = resolveSettings({ flags, variables: host.variables })
  return { settings, overrides: readWorkerFlags(flags, host.variables), problems: problems.map(render) }
}
