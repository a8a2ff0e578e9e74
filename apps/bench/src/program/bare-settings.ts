import type { ConsumeJob } from './consume-job.js'

const bufferKbytes = 32 * 1024
const leastKbytes = 64
const largestFetchBytes = 1024 * 1024
const bytesPerRecord = 480

/**
 * Settings of the bare binding: those that Samsa's consumer-group engine chooses (a queue for each partition, 32 MiB divided among them),
 * without its care for positions.
 */
export function bareSettings(job: ConsumeJob): Readonly<Record<string, string | number | boolean>> {
  const kbytes = Math.max(leastKbytes, Math.floor(bufferKbytes / job.partitions))
  return {
    'bootstrap.servers': job.bootstrap,
    'group.id': job.groupId,
    'group.protocol': 'consumer',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': false,
    'enable.auto.offset.store': false,
    'isolation.level': 'read_committed',
    'fetch.queue.backoff.ms': 10,
    'fetch.wait.max.ms': 50,
    'queued.max.messages.kbytes': kbytes,
    'queued.min.messages': Math.floor((kbytes * 1024) / bytesPerRecord),
    'fetch.message.max.bytes': Math.min(largestFetchBytes, kbytes * 512),
  }
}
