import { parseDuration } from '@samsa/contracts'
import { type LogFormat, type LogLevel, logLevels } from '../log/log-level.js'

/** What a text means, or why it means nothing. */
export type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string }

/** A setting of `worker start`: the same thing as a flag and as a variable. */
export interface Setting<Value> {
  readonly flag: `--${string}`
  /** What stands behind the flag in the help; `null` for a switch. */
  readonly takes: string | null
  /** Whether the flag may be repeated; the variable then takes a list with commas. */
  readonly isList: boolean
  readonly variable: `SAMSA_${string}`
  /** For the help. */
  readonly about: string
  readonly fallback: Value
  /** Reads a flag or a variable: texts, `true` for a switch, a list for a flag that may be repeated. */
  readonly read: (given: unknown) => Read<Value>
}

const fine = <Value>(value: Value): Read<Value> => ({ ok: true, value })
const wrong = (problem: string): Read<never> => ({ ok: false, problem })

/** `'500'` means the number: flags and variables are always texts. */
export const numberOrText = (given: unknown): unknown => (typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given)

const readDuration = (given: unknown): Read<number | null> => {
  const parsed = parseDuration(numberOrText(given))
  return parsed.ok ? fine(parsed.value) : wrong(`${parsed.reason}: ${parsed.cure}`)
}

const readList = (given: unknown): Read<readonly string[]> => {
  const items = Array.isArray(given) ? given.map(String) : String(given).split(',')
  const names = items.map((item) => item.trim())
  return names.includes('') ? wrong('a name is empty: write one name, or several with commas') : fine(names)
}

const readSwitch = (given: unknown): Read<boolean> => {
  if (given === true || given === 'true' || given === '1') return fine(true)
  if (given === false || given === 'false' || given === '0') return fine(false)
  return wrong(`'${String(given)}' is neither true nor false: write one of them`)
}

const readOneOf =
  <Word extends string>(words: readonly Word[]) =>
  (given: unknown): Read<Word> => {
    const word = words.find((known) => known === given)
    return word === undefined ? wrong(`'${String(given)}' is unknown: write one of ${words.join(', ')}`) : fine(word)
  }

const setting = <Value>(it: Setting<Value>): Setting<Value> => Object.freeze(it)
const plain = { takes: null, isList: false } as const

/** The settings that only `worker start` has; those of `defineWorker({ … })` are in `workerFlags`. */
export const settings = Object.freeze({
  groups: setting<readonly string[]>({
    flag: '--group',
    takes: '<id>',
    isList: true,
    variable: 'SAMSA_GROUP',
    about: 'only this group; may be repeated',
    fallback: [],
    read: readList,
  }),
  topics: setting<readonly string[]>({
    flag: '--topic',
    takes: '<name>',
    isList: true,
    variable: 'SAMSA_TOPIC',
    about: 'only this topic; may be repeated',
    fallback: [],
    read: readList,
  }),
  embedded: setting<boolean>({
    ...plain,
    flag: '--embedded',
    variable: 'SAMSA_EMBEDDED',
    about: 'on a broker inside this process, for development',
    fallback: false,
    read: readSwitch,
  }),
  untilIdleMs: setting<number | null>({
    flag: '--until-idle',
    takes: '<duration>',
    isList: false,
    variable: 'SAMSA_UNTIL_IDLE',
    about: 'stop when everything was handled and nothing came for this long',
    fallback: null,
    read: readDuration,
  }),
  logLevel: setting<LogLevel>({
    flag: '--log-level',
    takes: '<level>',
    isList: false,
    variable: 'SAMSA_LOG_LEVEL',
    about: `${logLevels.join(', ')}; debug has a line for every record`,
    fallback: 'info',
    read: readOneOf(logLevels),
  }),
  logFormat: setting<LogFormat | null>({
    flag: '--log-format',
    takes: '<format>',
    isList: false,
    variable: 'SAMSA_LOG_FORMAT',
    about: 'json (one object a line) or pretty; default: pretty at a terminal, else json',
    fallback: null,
    read: readOneOf<LogFormat>(['json', 'pretty']),
  }),
  logRecords: setting<boolean>({
    ...plain,
    flag: '--log-records',
    variable: 'SAMSA_LOG_RECORDS',
    about: 'log keys, values and headers of records as well: they may be confidential',
    fallback: false,
    read: readSwitch,
  }),
})

/** Name of a setting in code. */
export type SettingKey = keyof typeof settings

/** Where a value was given; the plan's words. */
export type SettingOrigin = 'flag' | 'environment' | 'default'

/** A value and where it was given. */
export interface Resolved<Value> {
  readonly value: Value
  readonly origin: SettingOrigin
}

/** All settings, each with its origin. */
export type Settings = { readonly [Key in SettingKey]: Resolved<(typeof settings)[Key]['fallback']> }
