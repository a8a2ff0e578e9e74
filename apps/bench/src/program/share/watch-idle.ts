import { setTimeout as delay } from 'node:timers/promises'

import { printReport } from '../print-report.js'
import { readJob } from '../read-job.js'
import { startStopwatch } from '../stopwatch.js'
import type { IdleJob, IdleReport } from './idle-job.js'

const askAgainMs = 50
const bytesPerMiB = 1024 * 1024

/**
 * Joins members, watches them do nothing, prints the report and ends.
 *
 * @param join starts them; the answer tells how many have joined
 */
export async function watchIdle(join: (job: IdleJob) => () => number): Promise<never> {
  const job = readJob<IdleJob>()
  const joined = join(job)
  while (joined() < job.members) await delay(askAgainMs)
  await delay(job.settleMs)
  const read = startStopwatch()
  await delay(job.watchMs)
  const { cpuSeconds, seconds } = read()
  const report: IdleReport = { cpuPercent: (100 * cpuSeconds) / seconds, rssMiB: process.memoryUsage.rss() / bytesPerMiB }
  printReport(report)
  process.exit(0)
}
