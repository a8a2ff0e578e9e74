import { type ConsumerGroupBuilder, consumerGroup, defineRoutes, defineWorker, startWorker } from 'samsa'

import type { ConsumeJob } from './consume-job.js'
import { quietLog } from './quiet-log.js'

/** Runs a worker with one consumer group, all defaults; a worker that ends by itself ends the process with code 1. */
export function runSamsa(job: ConsumeJob, build: (group: ConsumerGroupBuilder) => void): void {
  const routes = defineRoutes(consumerGroup(job.groupId, build))
  const worker = defineWorker({ routes, name: 'bench', kafka: { 'bootstrap.servers': job.bootstrap } })
  const handle = startWorker(worker, { log: quietLog })
  void handle.ended.then(({ error }) => {
    console.error('the worker ended', error)
    process.exit(1)
  })
}
