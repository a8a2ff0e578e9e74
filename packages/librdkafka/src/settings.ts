import type { AnyClientSettings, ConsumerOnlySettings, ProducerOnlySettings } from './generated/settings.js'
import { settingRows } from './generated/settings.js'

/** librdkafka properties of a group consumer, each with its documentation. */
export type GroupConsumerSettings = AnyClientSettings & ConsumerOnlySettings

/** librdkafka properties of a share consumer, each with its documentation; librdkafka refuses those that have no meaning there. */
export type ShareConsumerSettings = AnyClientSettings & ConsumerOnlySettings

/** librdkafka properties of a producer, each with its documentation. */
export type ProducerSettings = AnyClientSettings & ProducerOnlySettings

/** librdkafka properties of an admin client, each with its documentation. */
export type AdminSettings = AnyClientSettings

/** One property of librdkafka, from its own table. */
export interface SettingDescription {
  readonly name: string
  /** Which clients have it. */
  readonly clients: 'any' | 'consumer' | 'producer'
  /** `flags`: words of `values`, comma separated. */
  readonly type: 'string' | 'boolean' | 'integer' | 'float' | 'enum' | 'flags'
  /** Least number; null for what is no number. */
  readonly min: number | null
  /** Largest number; null for what is no number. */
  readonly max: number | null
  /** Words allowed: all of an enum, extra ones of a number (`acks`: `all`). */
  readonly values: readonly string[]
  /** Default of librdkafka as text; empty where it has none. */
  readonly initial: string
  /** The property that this is another name of; null: none. */
  readonly aliasOf: string | null
  readonly deprecated: boolean
  /** Its value is secret. */
  readonly sensitive: boolean
}

/** All properties by name. Callbacks and other things with a function of their own are not among them. */
export const settingsTable: ReadonlyMap<string, SettingDescription> = new Map(
  settingRows.map(([name, clients, type, min, max, values, initial, aliasOf, deprecated, sensitive]) => [
    name,
    Object.freeze({ name, clients, type, min, max, values, initial, aliasOf, deprecated, sensitive }),
  ]),
)

/** Properties whose values never appear in logs, errors and plans: the library's own list. */
export const sensitiveSettings: ReadonlySet<string> = new Set(
  [...settingsTable.values()].filter((one) => one.sensitive).map((one) => one.name),
)
