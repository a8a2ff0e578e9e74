import { consumerGroup } from 'samsa'

import { runMember } from '../../program/share/run-member.js'
import { countingClass, plainTopic, startSamsaMember } from '../../program/share/samsa-member.js'

await runMember((job, tally) => {
  const consumer = countingClass(job, tally)
  return startSamsaMember(
    job,
    consumerGroup(job.groupId, (group) => group.topic(plainTopic(job), { consumer, concurrency: job.inWork })),
  )
})
