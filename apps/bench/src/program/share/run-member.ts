import { followHarness } from './follow-harness.js'
import { type MemberEnd, ProgressTally } from './progress-tally.js'
import type { ShareJob } from './share-job.js'

/** Starts a member; the answer settles everything and leaves. */
export type StartMember = (job: ShareJob, tally: ProgressTally) => () => Promise<MemberEnd>

/** One member process of a throughput run. */
export function runMember(start: StartMember): Promise<never> {
  return followHarness<ShareJob>(async (job) => {
    const tally = new ProgressTally(job.partitions)
    const stop = start(job, tally)
    return { handled: () => tally.progress(), stop: async () => tally.report(await stop()) }
  })
}
