import { followHarness } from './follow-harness.js'
import type { LatencyJob } from './latency-job.js'
import { LatencyTally } from './latency-tally.js'
import { StampSender } from './stamp-sender.js'

/** Joins a member; resolves when it is in the group. The answer leaves it and says what must not have happened. */
export type JoinMember = (job: LatencyJob, tally: LatencyTally) => Promise<() => Promise<readonly string[]>>

/** One process of the latency part: joins first, then sends; the harness waits for the answers. */
export function runLatency(join: JoinMember): Promise<never> {
  return followHarness<LatencyJob>(async (job) => {
    const tally = new LatencyTally(job)
    const leave = await join(job, tally)
    const sender = new StampSender(job)
    void sender.sendAll(job, tally)
    const stop = async (): Promise<object> => {
      await sender.destroy()
      return tally.report(await leave())
    }
    return { handled: () => Math.min(tally.handled, tally.answered), stop }
  })
}
