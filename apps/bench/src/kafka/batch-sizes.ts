import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

// Record batch, message format 2: base offset (8 bytes), length of what follows (4), …, offset of the last record minus the first (at 23).
const headBytes = 12
const lastOffsetDeltaAt = 23

/** Sizes in records of the producer batches in a segment of Kafka's log, in order. */
export function batchSizesOf(segment: Buffer): readonly number[] {
  const sizes: number[] = []
  let at = 0
  while (at + lastOffsetDeltaAt + 4 <= segment.length) {
    const length = segment.readInt32BE(at + headBytes - 4)
    // A segment may be allocated beyond its last batch.
    if (length === 0) break
    sizes.push(segment.readInt32BE(at + lastOffsetDeltaAt) + 1)
    at += headBytes + length
  }
  return sizes
}

/** The same for all partitions of a topic, read from the folder in which the broker keeps its log. */
export async function readBatchSizes(logFolder: string, topic: string, partitions: number): Promise<readonly number[]> {
  const folders = Array.from({ length: partitions }, (_, partition) => join(logFolder, `${topic}-${partition}`))
  const sizes: number[] = []
  for (const folder of folders) {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.log')).toSorted()) {
      for (const size of batchSizesOf(await readFile(join(folder, file)))) sizes.push(size)
    }
  }
  return sizes
}
