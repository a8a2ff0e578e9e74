import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import type { FillJob } from '../program/share/fill-job.js'
import { median } from '../measure/median.js'
import { readBatchSizes } from './batch-sizes.js'
import type { TopicAdmin } from './topic-admin.js'

const run = promisify(execFile)
const fillLimitMs = 900_000
const program = fileURLToPath(new URL('../program/share/fill-batches.js', import.meta.url))

/**
 * Makes a topic and fills it with producer batches of a size, then reads the sizes of the batches from the broker's log. Values larger than
 * usual make batches smaller than asked for: a batch is at most 1 MiB.
 *
 * @param logFolder where the broker keeps its log
 * @returns batches in the topic and the median of their sizes
 * @throws Error when the topic does not hold all records, or most of its batches are less than half as large as asked for.
 */
export async function fillBatches(admin: TopicAdmin, logFolder: string, job: FillJob): Promise<{ batches: number; size: number }> {
  await admin.createTopic(job.topic, job.partitions)
  await run(process.execPath, [program, JSON.stringify(job)], { timeout: fillLimitMs })
  const sizes = await readBatchSizes(logFolder, job.topic, job.partitions)
  const records = sizes.reduce((total, size) => total + size, 0)
  if (records !== job.records) throw new Error(`${job.topic}: the log holds ${records} records, not ${job.records}.`)
  const size = median(sizes)
  if (size > job.batchRecords || size < job.batchRecords / 2) {
    throw new Error(`${job.topic}: the batches on the log have ${size} records (median), not ${job.batchRecords}.`)
  }
  return { batches: sizes.length, size }
}
