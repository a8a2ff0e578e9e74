import { GroupConsumer, LogicalOffset, type NativeBatch } from '@samsa/librdkafka'

/** A record as it lies in Kafka, byte for byte. */
export interface LyingRecord {
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[]
}

/** Reads `count` records of a topic from its beginning, in the order of each partition. Waits until they are there. */
export async function readTopic(
  bootstrapServers: string,
  topic: string,
  partitions: number,
  count: number,
): Promise<readonly LyingRecord[]> {
  let woken: () => void = () => undefined
  const consumer = new GroupConsumer(
    { 'bootstrap.servers': bootstrapServers, 'group.id': 'reader', 'enable.auto.commit': false, 'auto.offset.reset': 'earliest' },
    () => woken(),
  )
  const partitionOf = new Map(Array.from({ length: partitions }, (_, partition) => [consumer.openQueue(topic, partition), partition]))
  consumer.assign(Array.from({ length: partitions }, (_, partition) => ({ topic, partition, offset: LogicalOffset.beginning })))
  const records: LyingRecord[] = []
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

function readBatch(batch: NativeBatch, partitionOf: ReadonlyMap<number, number>): LyingRecord[] {
  const records: LyingRecord[] = []
  for (let run = 0; run < batch.runs.length; run += 3) {
    const partition = partitionOf.get(batch.runs[run]!)!
    for (let row = batch.runs[run + 1]!; row < batch.runs[run + 1]! + batch.runs[run + 2]!; row++)
      records.push(readRow(batch, row, partition))
  }
  return records
}

function readRow({ bytes, spans, offsets, timestamps }: NativeBatch, row: number, partition: number): LyingRecord {
  const [keyAt, keyLength, valueAt, valueLength, headerAt, headerCount] = spans.subarray(row * 6, row * 6 + 6)
  const cut = (at: number, length: number): Buffer | null => (length < 0 ? null : Buffer.from(bytes.subarray(at, at + length)))
  let at = headerAt!
  const headers = Array.from({ length: headerCount! }, () => {
    const nameLength = bytes.readInt32LE(at)
    const length = bytes.readInt32LE(at + 4)
    const header = [cut(at + 8, nameLength)!.toString(), cut(at + 8 + nameLength, length)] as const
    at += 8 + nameLength + Math.max(0, length)
    return header
  })
  return {
    partition,
    offset: offsets[row]!,
    timestampMs: timestamps[row]!,
    key: cut(keyAt!, keyLength!),
    value: cut(valueAt!, valueLength!),
    headers,
  }
}
