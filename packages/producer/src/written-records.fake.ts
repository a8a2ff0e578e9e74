import { GroupConsumer, LogicalOffset, type NativeBatch } from '@samsa/librdkafka'

/** A record as it lies in Kafka. */
export interface WrittenRecord {
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [string, string | null])[]
}

/** Reads `count` records of a topic from its beginning, in the order of each partition. */
export async function writtenRecords(
  bootstrapServers: string,
  topic: string,
  partitions: number,
  count: number,
): Promise<readonly WrittenRecord[]> {
  let woken: () => void = () => undefined
  const consumer = new GroupConsumer(
    { 'bootstrap.servers': bootstrapServers, 'group.id': 'reader', 'enable.auto.commit': false, 'auto.offset.reset': 'earliest' },
    () => woken(),
  )
  const partitionOf = new Map(Array.from({ length: partitions }, (_, partition) => [consumer.openQueue(topic, partition), partition]))
  consumer.assign(Array.from({ length: partitions }, (_, partition) => ({ topic, partition, offset: LogicalOffset.beginning })))
  const records: WrittenRecord[] = []
  while (records.length < count) {
    const wake = new Promise<void>((resolve) => {
      woken = resolve
    })
    while (consumer.serve() !== null);
    for (let batch = consumer.take(1000, 1e9); batch !== null; batch = consumer.take(1000, 1e9))
      records.push(...readBatch(batch, partitionOf))
    if (records.length < count) await wake
  }
  await consumer.destroy()
  return records
}

function readBatch(batch: NativeBatch, partitionOf: ReadonlyMap<number, number>): WrittenRecord[] {
  const records: WrittenRecord[] = []
  for (let run = 0; run < batch.runs.length; run += 3) {
    const partition = partitionOf.get(batch.runs[run]!)!
    for (let row = batch.runs[run + 1]!; row < batch.runs[run + 1]! + batch.runs[run + 2]!; row++)
      records.push(readRow(batch, row, partition))
  }
  return records
}

function readRow(batch: NativeBatch, row: number, partition: number): WrittenRecord {
  const [keyAt, keyLength, valueAt, valueLength, headerAt, headerCount] = batch.spans.subarray(row * 6, row * 6 + 6)
  const cut = (at: number, length: number): Buffer | null => (length < 0 ? null : Buffer.from(batch.bytes.subarray(at, at + length)))
  let at = headerAt!
  const headers = Array.from({ length: headerCount! }, () => {
    const nameLength = batch.bytes.readInt32LE(at)
    const length = batch.bytes.readInt32LE(at + 4)
    const name = cut(at + 8, nameLength)!.toString()
    const value = cut(at + 8 + nameLength, length)
    at += 8 + nameLength + Math.max(0, length)
    return [name, value === null ? null : value.toString()] as const
  })
  return {
    partition,
    offset: batch.offsets[row]!,
    timestampMs: batch.timestamps[row]!,
    key: cut(keyAt!, keyLength!),
    value: cut(valueAt!, valueLength!),
    headers,
  }
}
