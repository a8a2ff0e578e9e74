import { parseDuration } from '@samsa/contracts'
import { type LogFormat, type LogLevel, logLevels } from '../log/log-level.js'

/** Where a value comes from, strongest first. */
export type Origin = 'flag' | 'variable' | 'config' | 'default'

/** A value and where it comes from. */
export interface Resolved<Value> {
  readonly value: Value
  readonly origin: Origin
  /** The flag, variable or option itself: `--drain`, `SAMSA_DRAIN`, `drain`; `default` where nobody said anything. */
  readonly from: string
}

/** What a text or an option means, or why it means nothing. */
export type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string }

/** One setting of `worker`: the same thing as a flag, as a variable and in the config. */
export interface Setting<Value> {
  /** As `worker check --show` names it. */
  readonly name: string
  /** Long flag, or `null` where there is none. */
  readonly flag: `--${string}` | null
  readonly variable: `SAMSA_${string}`
  /** Path of the option in `defineWorker({ … })`, or `null` where there is none. */
  readonly option: string | null
  readonly fallback: Value
  /** Reads a flag, a variable (always texts, but a flag that takes no value is `true`, and one that may be repeated is a list) or an option. */
  readonly read: (given: unknown) => Read<Value>
}

const fine = <Value>(value: Value): Read<Value> => ({ ok: true, value })
const wrong = (problem: string): Read<never> => ({ ok: false, problem })

const readDuration = (given: unknown): Read<number> => {
  const parsed = parseDuration(typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given)
  return parsed.ok ? fine(parsed.value) : wrong(`${parsed.reason}: ${parsed.cure}`)
}

const readText = (given: unknown): Read<string> =>
  typeof given === 'string' && given.trim() !== '' ? fine(given) : wrong(`'${String(given)}' is empty: write a text, or leave it out`)

const readList = (given: unknown): Read<readonly string[]> => {
  const items = Array.isArray(given) ? given.map(String) : String(given).split(',')
  const names = items.map((item) => item.trim())
  return names.includes('') ? wrong('a name is empty: write one name, or several with commas') : fine(names)
}

const readSwitch = (given: unknown): Read<boolean> => {
  if (given === true || given === 'true' || given === '1') return fine(true)
  if (given === false || given === 'false' || given === '0') return fine(false)
  return wrong(`'${String(given)}' is neither true nor false`)
}

const readPort = (given: unknown): Read<number> => {
  const port = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given
  return typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535 ? fine(port) : wrong(`'${String(given)}' is no port: write a number from 0 to 65535`)
}

const readOneOf =
  <Word extends string>(words: readonly Word[]) =>
  (given: unknown): Read<Word> => {
    const word = words.find((known) => known === given)
    return word === undefined ? wrong(`'${String(given)}' is none of ${words.join(', ')}`) : fine(word)
  }

const optional =
  <Value>(read: (given: unknown) => Read<Value>) =>
  (given: unknown): Read<Value | null> =>
    read(given)

/** Every setting of `worker start` that can be given in more than one place. */
export const settings = {
  groups: { name: 'group', flag: '--group', variable: 'SAMSA_GROUP', option: null, fallback: [], read: readList } satisfies Setting<readonly string[]>,
  topics: { name: 'topic', flag: '--topic', variable: 'SAMSA_TOPIC', option: null, fallback: [], read: readList } satisfies Setting<readonly string[]>,
  embedded: { name: 'embedded', flag: '--embedded', variable: 'SAMSA_EMBEDDED', option: null, fallback: false, read: readSwitch } satisfies Setting<boolean>,
  untilIdleMs: { name: 'until-idle', flag: '--until-idle', variable: 'SAMSA_UNTIL_IDLE', option: null, fallback: null, read: optional(readDuration) } satisfies Setting<number | null>,
  name: { name: 'name', flag: '--name', variable: 'SAMSA_NAME', option: 'name', fallback: null, read: optional(readText) } satisfies Setting<string | null>,
  drainMs: { name: 'drain', flag: '--drain', variable: 'SAMSA_DRAIN', option: 'drain', fallback: 25_000, read: readDuration } satisfies Setting<number>,
  startTimeoutMs: {
    name: 'start-timeout',
    flag: '--start-timeout',
    variable: 'SAMSA_START_TIMEOUT',
    option: 'startTimeout',
    fallback: 60_000,
    read: readDuration,
  } satisfies Setting<number>,
  healthPort: { name: 'health-port', flag: '--health-port', variable: 'SAMSA_HEALTH_PORT', option: 'health.port', fallback: null, read: optional(readPort) } satisfies Setting<number | null>,
  healthStatus: {
    name: 'health-status',
    flag: '--health-status',
    variable: 'SAMSA_HEALTH_STATUS',
    option: 'health.status',
    fallback: 'loopback',
    read: readOneOf(['loopback', 'public'] as const),
  } satisfies Setting<'loopback' | 'public'>,
  logLevel: { name: 'log-level', flag: '--log-level', variable: 'SAMSA_LOG_LEVEL', option: null, fallback: 'info', read: readOneOf<LogLevel>(logLevels) } satisfies Setting<LogLevel>,
  logFormat: {
    name: 'log-format',
    flag: '--log-format',
    variable: 'SAMSA_LOG_FORMAT',
    option: null,
    fallback: null,
    read: optional(readOneOf<LogFormat>(['json', 'pretty'])),
  } satisfies Setting<LogFormat | null>,
  logRecords: { name: 'log-records', flag: '--log-records', variable: 'SAMSA_LOG_RECORDS', option: null, fallback: false, read: readSwitch } satisfies Setting<boolean>,
} as const

/** Name of a setting in code. */
export type SettingKey = keyof typeof settings

type ValueOf<Key extends SettingKey> = (typeof settings)[Key] extends { readonly read: (given: unknown) => Read<infer Value> } ? Value : never

/** All settings, each with its origin. */
export type Settings = { readonly [Key in SettingKey]: Resolved<ValueOf<Key>> }
