import { printReport } from './print-report.js'
import type { ProduceJob } from './produce-job.js'
import { readPeakRssMiB, startStopwatch } from './stopwatch.js'

/** One record to send, in every shape that a client may ask for. */
export interface Payload {
  readonly key: string
  readonly keyBytes: Buffer
  readonly value: Buffer
  readonly text: string
}

const keys = 64

/**
 * Sends what the job asks for, measured from the first record after the warm-up to the last acknowledgement, prints the report and ends
 * the process.
 *
 * @param send sends these payloads and resolves when the broker has acknowledged all of them
 */
export async function sendRecords(job: ProduceJob, send: (payloads: readonly Payload[]) => Promise<unknown>): Promise<never> {
  const payloads = makePayloads(job.valueBytes)
  await sendAll({ ...job, records: job.warmUpRecords }, payloads, send)
  const read = startStopwatch()
  await sendAll(job, payloads, send)
  const elapsed = read()
  printReport({ records: job.records, ...elapsed, peakRssMiB: readPeakRssMiB() })
  process.exit(0)
}

async function sendAll(
  job: ProduceJob,
  payloads: readonly Payload[],
  send: (batch: readonly Payload[]) => Promise<unknown>,
): Promise<void> {
  let sent = 0
  const lane = async (): Promise<void> => {
    while (sent < job.records) {
      const first = sent
      sent += Math.min(job.batchRecords, job.records - sent)
      const batch: Payload[] = []
      for (let i = first; i < sent; i++) batch.push(payloads[i % keys]!)
      await send(batch)
    }
  }
  await Promise.all(Array.from({ length: job.inFlight }, lane))
}

function makePayloads(valueBytes: number): readonly Payload[] {
  return Array.from({ length: keys }, (_, i) => {
    const key = `key-${i}`
    const text = `{"id":${i},"note":"`.padEnd(valueBytes - 2, 'x') + '"}'
    return { key, keyBytes: Buffer.from(key), value: Buffer.from(text), text }
  })
}
