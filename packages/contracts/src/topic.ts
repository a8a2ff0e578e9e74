import { rawSerde } from './bytes-serde.js'
import type { Serde } from './serde.js'

declare const coded: unique symbol

/** Stands for a key or value whose type differs before and after the topic (a schema with a transform or a default). */
export interface Coded<Output, Input> {
  readonly [coded]: [Output, Input]
}

/** `Output` where both sides agree, which is what editors should show; `Coded` only where they do not. */
export type Code<Output, Input> = [Output] extends [Input]
  ? [Input] extends [Output]
    ? Output
    : Coded<Output, Input>
  : Coded<Output, Input>
/** What a consumer gets. */
export type OutputOf<T> = T extends Coded<infer Output, infer _> ? Output : T
/** What `send` takes. */
export type InputOf<T> = T extends Coded<infer _, infer Input> ? Input : T

/** A topic and what its records carry. Made by `topic()`; a frozen value. */
export interface Topic<Key = unknown, Value = unknown, Name extends string = string> {
  readonly name: Name
  readonly key: Serde<OutputOf<Key>, InputOf<Key>>
  readonly value: Serde<OutputOf<Value>, InputOf<Value>>
}

/** Every topic whose name matches, now and later. Made by `topics()`. Consumer groups only; nothing can be sent to it. */
export interface TopicPattern<Key = unknown, Value = unknown> {
  readonly pattern: RegExp
  readonly key: Serde<OutputOf<Key>, InputOf<Key>>
  readonly value: Serde<OutputOf<Value>, InputOf<Value>>
}

/** A topic of whatever key and value. */
export type AnyTopic = Topic<any, any, string> // any: Serde is invariant, `unknown` would refuse every topic
/** A pattern of whatever key and value. */
export type AnyTopicPattern = TopicPattern<any, any> // any: as AnyTopic
/** What a route can name. */
export type TopicSource = AnyTopic | AnyTopicPattern
/** One topic or pattern, or a list of them. */
export type Topics = TopicSource | readonly TopicSource[]

/** Serdes of a topic. One that is left out means raw: `Uint8Array | null`. */
export interface TopicSerdes<KeyOutput, KeyInput, ValueOutput, ValueInput> {
  readonly key?: Serde<KeyOutput, KeyInput> | undefined
  readonly value?: Serde<ValueOutput, ValueInput> | undefined
}

// `Uint8Array | null` is written out below: an alias would turn up in users' declarations and had to be exported by every package that re-exports topic().

/** Declares a topic: its name and what its records carry. Names are checked where the topic is routed or sent to. */
export function topic<const Name extends string, KO = Uint8Array | null, KI = KO, VO = Uint8Array | null, VI = VO>(
  name: Name,
  serdes: TopicSerdes<KO, KI, VO, VI> = {},
): Topic<Code<KO, KI>, Code<VO, VI>, Name> {
  const key: unknown = serdes.key ?? rawSerde
  const value: unknown = serdes.value ?? rawSerde
  return Object.freeze({ name, key, value }) as Topic<Code<KO, KI>, Code<VO, VI>, Name>
}

/** Declares every topic whose name matches `pattern`, those that appear later included. */
export function topics<KO = Uint8Array | null, KI = KO, VO = Uint8Array | null, VI = VO>(
  pattern: RegExp,
  serdes: TopicSerdes<KO, KI, VO, VI> = {},
): TopicPattern<Code<KO, KI>, Code<VO, VI>> {
  const key: unknown = serdes.key ?? rawSerde
  const value: unknown = serdes.value ?? rawSerde
  return Object.freeze({ pattern, key, value }) as TopicPattern<Code<KO, KI>, Code<VO, VI>>
}

/** Whether `value` was made by `topic()`, or looks like it. */
export function isTopic(value: unknown): value is AnyTopic {
  return isSource(value) && typeof value.name === 'string'
}

/** Whether `value` was made by `topics()`, or looks like it. */
export function isTopicPattern(value: unknown): value is AnyTopicPattern {
  return isSource(value) && value.pattern instanceof RegExp
}

function isSource(value: unknown): value is { name?: unknown; pattern?: unknown } {
  return (
    typeof value === 'object' && value !== null && isSerde((value as Partial<AnyTopic>).key) && isSerde((value as Partial<AnyTopic>).value)
  )
}

function isSerde(value: unknown): boolean {
  const serde = value as Partial<Serde<unknown>> | null | undefined
  return typeof serde?.serialize === 'function' && typeof serde.deserialize === 'function'
}
