import { Buffer } from 'node:buffer'
import { GroupConsumer, type NativeBatch } from '@samsa/librdkafka'
import { must, type Stage } from './scenario.js'
import { until } from './until.js'

/** A record of a dead-letter topic, byte for byte. */
export interface DeadLetterRecord {
  readonly partition: number
  readonly offset: number
  /** Milliseconds since the epoch. */
  readonly timestampMs: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  /** As written: in order, names may repeat. */
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[]
}

interface Range {
  readonly partition: number
  readonly from: number
  readonly to: number
}

/** Names of the headers of KIP-1191, in their order. */
export const kipHeaders: readonly string[] = ['topic', 'partition', 'offset', 'group', 'delivery.count', 'message'].map(
  (name) => `__dlq.errors.${name}`,
)

const samsaHeader = (name: string): string => `samsa.dlq.${name}`

/** Names of Samsa's own headers of a dead letter that has nothing left out and whose record has no trace, in their order. */
export const ownHeaders: readonly string[] = [
  'version',
  'id',
  'cause',
  'error.class',
  'error.code',
  'error.stack',
  'attempts',
  'failed.first',
  'failed.last',
  'group.kind',
  'cluster',
  'worker',
  'samsa',
  'timestamp',
].map(samsaHeader)

/** Those of them that are missing where nothing was thrown. */
export const errorHeaders: readonly string[] = ['error.class', 'error.code', 'error.stack'].map(samsaHeader)

/** Those that follow them where there is something to say. */
export const furtherHeaders: readonly string[] = ['trace', 'omitted', 'value.bytes'].map(samsaHeader)

/** Most bytes of `samsa.dlq.error.stack`. */
export const longestStackBytes = 8_192

/** Where the dead letters of a topic go when nobody says otherwise. */
export const deadLetterTopic = (topic: string): string => `dlq.${topic}`

/** Number of partitions of a topic; 0: there is no such topic. */
export async function partitionsOf(stage: Stage, topic: string): Promise<number> {
  const { topics } = await stage.admin.metadata([topic])
  return topics[0]?.errno === 0 ? topics[0].partitions.length : 0
}

async function rangesOf(stage: Stage, topic: string): Promise<readonly Range[]> {
  const numbers = Array.from({ length: await partitionsOf(stage, topic) }, (_, partition) => partition)
  const ask = (at: 'earliest' | 'latest') => stage.admin.listOffsets(numbers.map((partition) => ({ topic, partition, at })))
  const [first, last] = await Promise.all([ask('earliest'), ask('latest')])
  const place = (list: typeof first, partition: number): number => {
    const found = list.find((one) => one.partition === partition)
    return found?.errno === 0 ? found.offset : 0
  }
  return numbers.map((partition) => ({ partition, from: place(first, partition), to: place(last, partition) }))
}

/** How many records are in a topic; 0 also where there is no such topic. */
export async function countOf(stage: Stage, topic: string): Promise<number> {
  return (await rangesOf(stage, topic)).reduce((sum, { from, to }) => sum + to - from, 0)
}

function headersAt(bytes: Buffer, start: number, count: number): DeadLetterRecord['headers'] {
  let at = start
  return Array.from({ length: count }, () => {
    const nameEnd = at + 8 + bytes.readInt32LE(at)
    const valueLength = bytes.readInt32LE(at + 4)
    const name = bytes.toString('utf8', at + 8, nameEnd)
    at = nameEnd + Math.max(0, valueLength)
    return [name, valueLength < 0 ? null : Buffer.from(bytes.subarray(nameEnd, at))] as const
  })
}

function recordsOf({ bytes, spans, runs, offsets, timestamps }: NativeBatch, queues: ReadonlyMap<number, number>): DeadLetterRecord[] {
  const part = (at: number, length: number): Buffer | null => (length < 0 ? null : Buffer.from(bytes.subarray(at, at + length)))
  const records: DeadLetterRecord[] = []
  for (let run = 0; run < runs.length; run += 3) {
    const [queue = -1, first = 0, count = 0] = runs.subarray(run, run + 3)
    for (let row = first; row < first + count; row++) {
      const [keyAt = 0, keyLength = -1, valueAt = 0, valueLength = -1, headersFrom = 0, headers = 0] = spans.subarray(6 * row, 6 * row + 6)
      records.push({
        partition: queues.get(queue) ?? -1,
        offset: offsets[row] ?? -1,
        timestampMs: timestamps[row] ?? -1,
        key: part(keyAt, keyLength),
        value: part(valueAt, valueLength),
        headers: headersAt(bytes, headersFrom, headers),
      })
    }
  }
  return records
}

/** Reads ranges through the bare binding, without a group. */
async function read(stage: Stage, topic: string, ranges: readonly Range[]): Promise<DeadLetterRecord[]> {
  const records: DeadLetterRecord[] = []
  const queues = new Map<number, number>()
  const take = (): void => {
    consumer.serve()
    for (let batch = consumer.take(1_000, 1 << 20); batch !== null; batch = consumer.take(1_000, 1 << 20)) {
      records.push(...recordsOf(batch, queues))
      consumer.serve()
    }
  }
  const settings = { 'bootstrap.servers': stage.broker.bootstrapServers, 'group.id': stage.name('reader'), 'enable.auto.commit': false }
  // an aborted write is none
  const consumer = new GroupConsumer({ ...settings, 'isolation.level': 'read_committed', 'fetch.message.max.bytes': 8 << 20 }, take)
  try {
    for (const { partition } of ranges) queues.set(consumer.openQueue(topic, partition), partition)
    consumer.assign(ranges.map(({ partition, from }) => ({ topic, partition, offset: from })))
    await until(`the records of ${topic} are read`, () => {
      take()
      return ranges.every(({ partition, to }) => records.some((record) => record.partition === partition && record.offset === to - 1))
    })
  } finally {
    await consumer.destroy()
  }
  return records.toSorted((left, right) => left.partition - right.partition || left.offset - right.offset)
}

/** All records of a topic, by partition and offset; none where there is no such topic. */
export async function readDeadLetters(stage: Stage, topic: string): Promise<readonly DeadLetterRecord[]> {
  const ranges = (await rangesOf(stage, topic)).filter(({ from, to }) => to > from)
  return ranges.length === 0 ? [] : read(stage, topic, ranges)
}

/** Waits until a topic has at least `count` records and answers all of them. */
export async function deadLettersOf(stage: Stage, topic: string, count: number, limitMs?: number): Promise<readonly DeadLetterRecord[]> {
  await until(`${count} dead letters in ${topic}`, async () => (await countOf(stage, topic)) >= count, limitMs)
  return readDeadLetters(stage, topic)
}

/** Waits until each of `places`, `partition/offset` in the source topic, has at least one dead letter in a topic, and answers all that are there. */
export function deadLettersFrom(
  stage: Stage,
  topic: string,
  places: readonly string[],
  limitMs?: number,
): Promise<readonly DeadLetterRecord[]> {
  const read = async (): Promise<readonly DeadLetterRecord[] | null> => {
    if ((await countOf(stage, topic)) < places.length) return null
    const letters = await readDeadLetters(stage, topic)
    return places.every((place) => letters.some((letter) => sourceOf(letter) === place)) ? letters : null
  }
  return until(`dead letters of ${places.join(', ')} in ${topic}`, read, limitMs)
}

/** Values of the headers with a name, as text; null is null. */
export function headersNamed(record: DeadLetterRecord, name: string): readonly (string | null)[] {
  return record.headers.flatMap(([own, value]) => (own === name ? [value === null ? null : value.toString()] : []))
}

/** The one header with a name, as text. Fails where there is none, or more than one. */
export function headerOf(record: DeadLetterRecord, name: string): string {
  const found = headersNamed(record, name)
  const [value] = found
  must(found.length === 1 && value != null, `one header ${name}, not ${JSON.stringify(found)}`)
  return value
}

/** `samsa.dlq.id`: the same however often a record is dead-lettered. */
export const idOf = (record: DeadLetterRecord): string => headerOf(record, 'samsa.dlq.id')

/** `partition/offset` in the source topic. */
export const sourceOf = (record: DeadLetterRecord): string =>
  `${headerOf(record, '__dlq.errors.partition')}/${headerOf(record, '__dlq.errors.offset')}`

/** Dead letters with the same id, however many. */
export function byId(records: readonly DeadLetterRecord[]): ReadonlyMap<string, readonly DeadLetterRecord[]> {
  const found = new Map<string, DeadLetterRecord[]>()
  for (const record of records) found.set(idOf(record), [...(found.get(idOf(record)) ?? []), record])
  return found
}

/** Headers that the record had before it was dead-lettered. */
export function originalHeaders(record: DeadLetterRecord): DeadLetterRecord['headers'] {
  const first = record.headers.findIndex(([name]) => name === kipHeaders[0])
  return first < 0 ? record.headers : record.headers.slice(0, first)
}
