import type { ProducerHeaders, RecordHeaders } from './record-headers.js'
import type { AnyTopic, InputOf, OutputOf, Topic, TopicPattern, TopicSource } from './topic.js'

/**
 * A record as a consumer gets it. Key, value and headers are decoded on first use and at most once; what cannot be decoded throws `SAMSA_DESERIALIZE`,
 * a recovery case of its own. (Not called `Record`: that is TypeScript's own.)
 */
export interface ConsumerRecord<Key = unknown, Value = unknown, TopicName extends string = string> {
  readonly topic: TopicName
  readonly partition: number
  readonly offset: number
  readonly key: Key
  readonly value: Value
  readonly headers: RecordHeaders
  /** Milliseconds since the epoch; -1 where the record has none. */
  readonly timestamp: number
  /** `topic/partition/offset`: stable, good as an idempotency key. */
  readonly id: string
  /** A copy that keeps only its own bytes alive. A record's bytes keep its whole batch in memory: detach what is kept longer than the call. */
  readonly detach: () => ConsumerRecord<Key, Value, TopicName>
}

/** The record that a topic's consumer gets; a union, told apart by `record.topic`, for several topics. */
export type RecordOf<T extends TopicSource | readonly TopicSource[]> = T extends readonly (infer Item extends TopicSource)[]
  ? RecordOf<Item>
  : T extends Topic<infer Key, infer Value, infer Name>
    ? ConsumerRecord<OutputOf<Key>, OutputOf<Value>, Name>
    : T extends TopicPattern<infer Key, infer Value>
      ? ConsumerRecord<OutputOf<Key>, OutputOf<Value>>
      : never

/** What every record to send may carry. */
export interface ProducerRecordOptions {
  readonly headers?: ProducerHeaders | undefined
  /** Default: the partitioner decides (`murmur2_random`, as Java's client). */
  readonly partition?: number | undefined
  /** Milliseconds since the epoch. Default: now. */
  readonly timestamp?: number | undefined
}

/** A record to send. `key` may be left out only where it may be null. */
export type ProducerRecord<Key = unknown, Value = unknown> = ProducerRecordOptions &
  (null extends Key ? { readonly key?: Key | undefined } : { readonly key: Key }) & { readonly value: Value }

/** The record that `send` takes for a topic: the schema's input type. */
export type ProducerRecordOf<T extends AnyTopic> =
  T extends Topic<infer Key, infer Value, string> ? ProducerRecord<InputOf<Key>, InputOf<Value>> : never
