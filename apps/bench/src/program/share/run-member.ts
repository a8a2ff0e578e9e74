import { followHarness } from './follow-harness.js'
import { ProgressTally } from './progress-tally.js'
import type { ShareJob } from './share-job.js'

/** Starts a member; the answer settles everything, leaves, and says what must not have happened. */
export type StartMember = (job: ShareJob, tally: ProgressTally) => () => Promise<readonly string[]>

/** One member process of a throughput run. */
export function runMember(start: StartMember): Promise<never> {
  return followHarness<ShareJob>(async (job) => {
    const tally = new ProgressTally(job.partitions)
    const stop = start(job, tally)
    return { handled: () => tally.progress(), stop: async () => tally.report(await stop()) }
  })
}
