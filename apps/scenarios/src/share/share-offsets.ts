import { askBroker } from '../ask-broker.js'
import { compactList, compactText, ProtocolReader } from '../protocol-bytes.js'

/** How far a share group has come in a partition. */
export interface ShareOffset {
  readonly topic: string
  readonly partition: number
  /** Everything before it is accepted or archived; -1: nothing was read yet. */
  readonly startOffset: number
  /** Records that are neither accepted nor archived; -1: not known. */
  readonly lag: number
  /** Kafka's error code, 0 for none. */
  readonly errno: number
}

const describeShareGroupOffsets = { apiKey: 90, apiVersion: 1 }
const noTags = Buffer.from([0])
const uuidLength = 16

function requestBody(group: string, topic: string, partitions: number): Buffer {
  const numbers = Array.from({ length: partitions }, (_, partition) => {
    const bytes = Buffer.alloc(4)
    bytes.writeInt32BE(partition)
    return bytes
  })
  const ofTopic = Buffer.concat([compactText(topic), compactList(numbers), noTags])
  const ofGroup = Buffer.concat([compactText(group), compactList([ofTopic]), noTags])
  return Buffer.concat([compactList([ofGroup]), noTags])
}

function readPartition(reader: ProtocolReader, topic: string): ShareOffset {
  const partition = reader.int32()
  const startOffset = reader.int64()
  reader.int32() // leader epoch
  const lag = reader.int64()
  const errno = reader.int16()
  reader.text()
  reader.tags()
  return { topic, partition, startOffset, lag, errno }
}

function readTopic(reader: ProtocolReader): ShareOffset[] {
  const topic = reader.text() ?? ''
  reader.skip(uuidLength)
  const partitions = reader.list(() => readPartition(reader, topic))
  reader.tags()
  return partitions
}

/** Where a share group stands in the first `partitions` partitions of a topic (DescribeShareGroupOffsets, KIP-932 and KIP-1226). */
export async function shareOffsets(port: number, group: string, topic: string, partitions: number): Promise<readonly ShareOffset[]> {
  const reader = new ProtocolReader(await askBroker(port, { ...describeShareGroupOffsets, body: requestBody(group, topic, partitions) }))
  reader.int32() // throttle time
  const groups = reader.list(() => {
    reader.text()
    const offsets = reader.list(() => readTopic(reader)).flat()
    const errno = reader.int16()
    const text = reader.text()
    reader.tags()
    if (errno !== 0) throw new Error(`the offsets of ${group} are not told: ${errno} ${text ?? ''}`)
    return offsets
  })
  return groups.flat()
}
