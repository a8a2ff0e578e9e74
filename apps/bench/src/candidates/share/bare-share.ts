import { BareShareMember } from '../../program/share/bare-share-member.js'
import { bareNoopPollRecords, bareWaitPollRecords } from '../../program/share/bare-share-settings.js'
import { batchHandler } from '../../program/share/handle-bare-batch.js'
import { runMember } from '../../program/share/run-member.js'

await runMember((job, tally) => {
  const pollRecords = job.workMs === 0 ? bareNoopPollRecords : bareWaitPollRecords
  const member = new BareShareMember({ ...job, pollRecords }, batchHandler(job, tally))
  return async () => ({ troubles: await member.stop() })
})
