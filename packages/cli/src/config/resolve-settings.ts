import { type Origin, type Resolved, type Setting, type SettingKey, type Settings, settings } from './setting.js'

/** Where values are looked for. */
export interface SettingSources {
  /** Flags as given, under their names without dashes: `{ 'until-idle': '3s' }`. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly variables: Readonly<Record<string, string | undefined>>
  /** The options of `defineWorker({ … })`; `null` while the config is not read. */
  readonly config: object | null
}

/** A value that cannot be used. */
export interface SettingProblem {
  /** `--drain`, `SAMSA_DRAIN` or `drain`. */
  readonly from: string
  readonly problem: string
}

const atPath = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, part) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[part] : undefined), value)

interface Given {
  readonly origin: Origin
  readonly from: string
  readonly given: unknown
}

const strongest = (setting: Setting<unknown>, sources: SettingSources): Given | null => {
  const flag = setting.flag === null ? undefined : sources.flags[setting.flag.slice(2)]
  if (flag !== undefined) return { origin: 'flag', from: setting.flag ?? '', given: flag }
  const variable = sources.variables[setting.variable]
  // an empty variable is how containers say "not given"
  if (variable !== undefined && variable !== '') return { origin: 'variable', from: setting.variable, given: variable }
  const option = setting.option === null ? undefined : atPath(sources.config, setting.option)
  // so do `process.env.X` options
  return option === undefined || option === '' ? null : { origin: 'config', from: setting.option ?? '', given: option }
}

const resolveOne = (setting: Setting<unknown>, sources: SettingSources, problems: SettingProblem[]): Resolved<unknown> => {
  const found = strongest(setting, sources)
  if (found === null) return { value: setting.fallback, origin: 'default', from: 'default' }
  const read = setting.read(found.given)
  if (read.ok) return { value: read.value, origin: found.origin, from: found.from }
  problems.push({ from: found.from, problem: read.problem })
  return { value: setting.fallback, origin: found.origin, from: found.from }
}

/** Every setting with its origin: flag, else `SAMSA_*` variable, else option of the config, else default. Values that cannot be used are told all at once. */
export const resolveSettings = (sources: SettingSources): { readonly settings: Settings; readonly problems: readonly SettingProblem[] } => {
  const problems: SettingProblem[] = []
  const resolved = Object.fromEntries(
    (Object.keys(settings) as SettingKey[]).map((key) => [key, resolveOne(settings[key] as Setting<unknown>, sources, problems)]),
  )
  return { settings: resolved as unknown as Settings, problems }
}
