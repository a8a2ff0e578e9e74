import type { DeclaredSetting } from './setting-row.js'

const period = /^by_duration:PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/i

/** Milliseconds of `by_duration:PT…`; `null` for anything else. */
const periodMs = (value: string): number | null => {
  const match = period.exec(value)
  if (match === null) return null
  const [, hours, minutes, seconds] = match
  return (Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1_000
}

/** Whether two texts of a group config mean the same: `by_duration:PT6H` is `by_duration:PT360M`. */
export const sameValue = (one: string, other: string): boolean => {
  const oneMs = periodMs(one)
  return oneMs === null ? one.toLowerCase() === other.toLowerCase() : oneMs === periodMs(other)
}

// names of topics are told apart by case, unlike words of Kafka's
const names: ReadonlySet<string> = new Set(['errors.deadletterqueue.topic.name'])

/** Whether what a broker has of a setting is what is declared. */
export const isDeclared = (found: string, { config, value }: Pick<DeclaredSetting, 'config' | 'value'>): boolean =>
  names.has(config) ? found === value : sameValue(found, value)
