/** How much one partition's queue may hold, in librdkafka's properties. */
export interface QueueLimits {
  readonly 'queued.max.messages.kbytes': string
  readonly 'queued.min.messages': string
  readonly 'fetch.message.max.bytes': string
}

/** Partitions that are assumed where the broker does not say how many there are: the bound on memory then holds up to this number. */
export const assumedPartitions = 64

const leastBytes = 64 * 1024
const largestFetchBytes = 1024 * 1024
// what a queued record of 100 B takes in the library, measured by the growth of the process: without it small records would take several times the buffer
const bytesPerRecord = 480

/**
 * Divides a group's buffer by its partitions, at least 64 KiB each: with a queue per partition librdkafka's limits count per partition. One fetch is at most
 * half of a partition's share, so that a queue just below its limit does not double; a single larger record still arrives (KIP-74).
 */
export function divideBuffer(bufferBytes: number, partitions: number): QueueLimits {
  const shareBytes = Math.max(leastBytes, Math.floor(bufferBytes / Math.max(1, partitions)))
  return {
    'queued.max.messages.kbytes': String(Math.min(2_097_151, Math.floor(shareBytes / 1024))),
    'queued.min.messages': String(Math.min(10_000_000, Math.max(100, Math.floor(shareBytes / bytesPerRecord)))),
    'fetch.message.max.bytes': String(Math.min(largestFetchBytes, Math.floor(shareBytes / 2))),
  }
}
