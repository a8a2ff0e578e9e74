// What records carry, in and out: everything is inferred from the schema.
import {
  bytes,
  json,
  topic,
  type ConsumerGroupContext,
  type ConsumerRecord,
  type GroupContext,
  type ProducerRecordOf,
  type RecordMetadata,
  type RecordOf,
  type Serde,
  type Topic,
  type TopicPattern,
} from 'samsa'
import { z } from 'zod'
import { same, type Equal } from './same.js'
import { counters, dates, eu, images, orders, raw, rawBytes, refunds, users, visits } from './topics.js'

same<Equal<typeof orders, Topic<string, { id: string; amount: number }, 'orders'>>>()
same<Equal<typeof eu, TopicPattern<string, { id: string; amount: number }>>>()
same<Equal<RecordOf<typeof orders>, ConsumerRecord<string, { id: string; amount: number }, 'orders'>>>()
same<Equal<RecordOf<typeof users>['value'], { name: string } | null>>()
same<Equal<RecordOf<typeof visits>['value'], { at: Date; n: number }>>()
same<Equal<RecordOf<typeof visits>['key'], Uint8Array | null>>()
same<Equal<RecordOf<typeof raw>['value'], Uint8Array | null>>()
same<Equal<RecordOf<typeof rawBytes>['key'], string | null>>()
same<Equal<RecordOf<typeof rawBytes>['value'], Uint8Array>>()
same<Equal<RecordOf<typeof counters>['value'], number>>()
same<Equal<RecordOf<typeof dates>['value'], Date>>()
same<Equal<RecordOf<typeof eu>['topic'], string>>()
same<Equal<RecordOf<[typeof orders, typeof refunds]>['topic'], 'orders' | 'refunds'>>()
same<Equal<RecordOf<typeof orders | typeof refunds>['value'], { id: string; amount: number } | { id: string; reason: string }>>()
same<Equal<ReturnType<RecordOf<typeof orders>['detach']>, RecordOf<typeof orders>>>()

same<Equal<ProducerRecordOf<typeof visits>['value'], { at: string; n?: number | undefined }>>()
same<Equal<ProducerRecordOf<typeof dates>['value'], Date | string>>()
same<Equal<ProducerRecordOf<typeof users>['value'], { name: string } | null>>()

export async function send(context: GroupContext, record: RecordOf<typeof orders>) {
  const one: RecordMetadata = await context.send(orders, { key: 'a', value: { id: 'a', amount: 1 } })
  const many: readonly RecordMetadata[] = await context.send(orders, [{ key: 'a', value: { id: 'a', amount: 1 } }])
  await context.send(users, { key: 'a', value: null })
  await context.send(visits, { value: { at: '2020-01-01' }, partition: 0, timestamp: 1 })
  await context.send(rawBytes, { value: new Uint8Array(), key: null })
  await context.send(orders, { key: 'a', value: record.value, headers: record.headers })
  await context.send(orders, { key: 'a', value: record.value, headers: [['a', 'b'], ['a', null], ['c', new Uint8Array()]] })
  await context.send(orders, { key: 'a', value: record.value, headers: { a: 'b', c: null, d: ['e', null], f: undefined } })
  // headers: repeated and null ones are representable
  for (const [name, value] of record.headers) void [name satisfies string, value satisfies Uint8Array | null]
  same<Equal<ReturnType<typeof record.headers.get>, string | null | undefined>>()
  same<Equal<ReturnType<typeof record.headers.all>, readonly (Uint8Array | null)[]>>()

  // @ts-expect-error the key of orders is never null
  await context.send(orders, { value: { id: 'a', amount: 1 } })
  // @ts-expect-error another value
  await context.send(orders, { key: 'a', value: { id: 'a', amount: '1' } })
  // @ts-expect-error orders has no tombstones
  await context.send(orders, { key: 'a', value: null })
  // @ts-expect-error a field that the record does not have
  await context.send(orders, { key: 'a', value: { id: 'a', amount: 1 }, topic: 'x' })
  // @ts-expect-error one of many is wrong
  await context.send(orders, [{ key: 'a', value: { id: 'a', amount: 1 } }, { key: 'a', value: { id: 'a' } }])
  // @ts-expect-error a name instead of a topic
  await context.send('orders', { key: 'a', value: null })
  // @ts-expect-error nothing can be sent to a pattern
  await context.send(eu, { key: 'a', value: { id: 'a', amount: 1 } })
  // @ts-expect-error the value of another topic
  await context.send(images, { value: record.value })
  return [one, many]
}

// @ts-expect-error a schema instead of a serde
topic('t', { value: z.object({ id: z.string() }) })
// @ts-expect-error a misspelt option
topic('t', { valu: bytes() })
// @ts-expect-error not a schema
topic('t', { value: json({ id: 'string' }) })
// @ts-expect-error the name is a string
topic(1)
// @ts-expect-error RecordOf takes the type of the topic
export type Wrong = RecordOf<orders>
// @ts-expect-error a serde whose two sides do not meet: deserialize of another type is no Serde<number>
export const broken: Serde<number> = { serialize: (n: number) => new Uint8Array([n]), deserialize: () => 'text' }

export function decoded(record: RecordOf<typeof orders | typeof refunds>, context: ConsumerGroupContext) {
  if (record.topic === 'orders') return record.value.amount
  // @ts-expect-error told apart by record.topic
  void record.value.amount
  context.partition.seek(record.offset + 1)
  return record.value.reason
}
