import { type RecordOf, bytes, container, defineRoutes, defineWorker, shareGroup, topic } from 'samsa'
import { compileRoutes } from '@samsa/routing'
import { createWorker } from '@samsa/runner'
import { createShareGroupEngine } from '@samsa/share-group'

import { quietLog } from '../../program/quiet-log.js'
import { runLatency } from '../../program/share/run-latency.js'
import { timedEngine } from '../../program/share/timed-engine.js'

// A worker as `startWorker` composes it, but for the ears at its engine.
await runLatency(async (job, tally) => {
  const stamps = topic(job.topic, { key: bytes(), value: bytes() })
  class Receive {
    consume(record: RecordOf<typeof stamps>): void {
      tally.handle(record.value)
    }
  }
  const routes = defineRoutes(shareGroup(job.groupId, (group) => group.topic(stamps, { consumer: Receive })))
  const compiled = compileRoutes(defineWorker({ routes, name: 'bench', kafka: { 'bootstrap.servers': job.bootstrap } }))
  const worker = createWorker({
    ...compiled,
    engines: { share: timedEngine(createShareGroupEngine(), tally) },
    container,
    log: quietLog,
  })
  await worker.start()
  return async () => {
    const { exitCode, error } = await worker.stop()
    return exitCode === 0 ? [] : [`the worker's exit code was ${exitCode}: ${error?.message}`]
  }
})
