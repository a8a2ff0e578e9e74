import { Producer, type ProduceBatch } from '@samsa/librdkafka'

import { printReport } from '../print-report.js'
import { readJob } from '../read-job.js'
import type { FillJob } from './fill-job.js'

const chunkRecords = 10_000
const rowWidth = 8
// As many as the broker takes by default (max.message.bytes), so that about 9,000 records of 100 B fit.
const largestBatchBytes = 1_048_588
const flushLimitMs = 600_000

const job = readJob<FillJob>()
let delivered = 0
let room: (() => void) | undefined

const producer = new Producer(
  {
    'bootstrap.servers': job.bootstrap,
    'acks': 'all',
    'batch.num.messages': job.batchRecords,
    'batch.size': largestBatchBytes,
    'message.max.bytes': largestBatchBytes,
    // A batch waits until it is full; only the last ones are sent by the flush.
    'linger.ms': 60_000,
    'queue.buffering.max.messages': Math.max(100_000, 4 * job.partitions * job.batchRecords),
  },
  takeDeliveries,
)
const topic = producer.topic(job.topic)
for (let first = 0; first < job.records; first += chunkRecords) await produce(first, Math.min(job.records, first + chunkRecords))
const error = await producer.flush(flushLimitMs)
takeDeliveries()
if (error !== null || delivered !== job.records) throw new Error(`${delivered} of ${job.records} records were delivered: ${error?.message}`)
printReport({ delivered })
await producer.destroy()

function takeDeliveries(): void {
  while (producer.serve() !== null);
  for (let rows = producer.deliveries(chunkRecords); rows !== null; rows = producer.deliveries(chunkRecords)) {
    for (let row = 0; row < rows.length; row += 4) {
      if (rows[row + 1] !== 0) throw new Error(`A record was not delivered: ${rows[row + 1]}`)
      delivered += 1
    }
  }
  room?.()
}

/** Hands records over in their order, waiting where librdkafka's queue is full. */
async function produce(first: number, end: number): Promise<void> {
  const batch = makeBatch(first, end)
  for (let from = 0; from < end - first;) {
    const taken = producer.produce(batch, from)
    from += taken
    if (taken === 0) await new Promise<void>((resolve) => (room = resolve))
  }
}

function makeBatch(first: number, end: number): ProduceBatch {
  const length = end - first
  const rows = new Int32Array(rowWidth * length)
  const parts: Buffer[] = []
  let at = 0
  for (let i = first; i < end; i++) {
    const key = Buffer.from(`k${i % (16 * job.partitions)}`)
    const value = Buffer.from(`{"id":${i},"note":"`.padEnd(job.valueBytes - 2, 'x') + '"}')
    rows.set([topic, i % job.partitions, at, key.length, value.length, 0, 0, i], rowWidth * (i - first))
    parts.push(key, value)
    at += key.length + value.length
  }
  const errors = new Int32Array(length)
  return { bytes: Buffer.concat(parts), rows, timestamps: new Float64Array(length), errors }
}
