import { bytes, defineRoutes, defineWorker, shareGroup, startWorker, topic } from 'samsa'

import { quietLog } from '../../program/quiet-log.js'
import { watchIdle } from '../../program/share/watch-idle.js'

class Nothing {
  consume(): void {}
}

await watchIdle((job) => {
  const routes = defineRoutes(
    shareGroup(job.groupId, (group) => {
      group.options({ members: job.members })
      group.topic(topic(job.topic, { key: bytes(), value: bytes() }), { consumer: Nothing })
    }),
  )
  const worker = startWorker(defineWorker({ routes, name: 'bench', kafka: { 'bootstrap.servers': job.bootstrap } }), { log: quietLog })
  return () => worker.status().groups.reduce((total, { members }) => total + members, 0)
})
