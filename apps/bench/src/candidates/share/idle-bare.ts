import { BareShareMember } from '../../program/share/bare-share-member.js'
import { bareWaitPollRecords } from '../../program/share/bare-share-settings.js'
import { watchIdle } from '../../program/share/watch-idle.js'

await watchIdle((job) => {
  const members = Array.from({ length: job.members }, () => new BareShareMember({ ...job, pollRecords: bareWaitPollRecords }, () => {}))
  return () => members.filter(({ joined }) => joined).length
})
