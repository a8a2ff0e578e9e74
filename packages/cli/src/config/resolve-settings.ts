import { type Resolved, type Setting, type SettingKey, type Settings, settings } from './setting.js'

/** Where values are looked for. */
export interface SettingSources {
  /** Flags as given, under their names without dashes: `{ 'until-idle': '3s' }`. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly variables: Readonly<Record<string, string | undefined>>
}

/** A value that cannot be used. */
export interface SettingProblem {
  /** `--until-idle` or `SAMSA_UNTIL_IDLE`. */
  readonly from: string
  readonly problem: string
}

const resolveOne = (setting: Setting<unknown>, sources: SettingSources, problems: SettingProblem[]): Resolved<unknown> => {
  const flag = sources.flags[setting.flag.slice(2)]
  const variable = sources.variables[setting.variable]
  // an empty variable is how containers say "not given"
  if (flag === undefined && (variable === undefined || variable === '')) return { value: setting.fallback, origin: 'default' }
  const origin = flag === undefined ? 'environment' : 'flag'
  const read = setting.read(flag ?? variable)
  if (read.ok) return { value: read.value, origin }
  problems.push({ from: flag === undefined ? setting.variable : setting.flag, problem: read.problem })
  return { value: setting.fallback, origin }
}

/** Every setting with its origin: flag, else `SAMSA_*` variable, else default. Values that cannot be used are told all at once. */
export const resolveSettings = (sources: SettingSources): { readonly settings: Settings; readonly problems: readonly SettingProblem[] } => {
  const problems: SettingProblem[] = []
  const resolved = Object.fromEntries(
    (Object.keys(settings) as SettingKey[]).map((key) => [key, resolveOne(settings[key], sources, problems)]),
  )
  return { settings: resolved as unknown as Settings, problems }
}
