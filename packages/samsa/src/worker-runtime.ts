import type { PreparedWorker, Runtime, StartedWorker, StartOptions } from '@samsa/cli'
import type { Logger } from '@samsa/contracts'
import { findKafkaProblem } from './compose/find-kafka-problem.js'
import { type Created, prepareWorker } from './compose/prepare-worker.js'
import { packageVersion } from './compose/package-version.js'
import { type EmbeddedKafka, embeddedPartitions } from './embedded/embedded-kafka.js'
import { embeddedLimits } from './embedded/embedded-limits.js'
import { reportSettings } from './settings/report-settings.js'

const tellEmbedded = (log: Logger, { topics }: EmbeddedKafka): void => {
  for (const [cluster, names] of topics)
    log.info(`a broker inside this process: ${names.length} topics, ${embeddedPartitions} partitions each`, { cluster, topics: names })
  log.info(`what it cannot show: ${embeddedLimits.join('; ')}`)
}

const startedWorker = ({ handle, embedded, close }: Created, { log, untilIdleMs }: StartOptions): StartedWorker => ({
  start: () => {
    if (embedded !== null) tellEmbedded(log, embedded)
    // how it ends is told by `ended`
    handle.start().catch(() => undefined)
    if (untilIdleMs !== null) void handle.untilIdle(untilIdleMs).then(() => handle.stop({ reason: `idle for ${untilIdleMs} ms` }))
  },
  get state() {
    return handle.state
  },
  status: () => handle.status(),
  isLive: () => handle.status().live,
  isReady: () => handle.status().ready,
  on: (name, listener) => handle.on(name, listener),
  quiet: () => void handle.quiet(),
  stop: (reason) => void handle.stop({ reason }),
  force: (reason) => void handle.force(reason),
  fail: (error) => void handle.fail(error),
  ended: handle.ended.then(async (end) => {
    await close(end)
    return end
  }),
})

/** What the command `worker` runs workers with. */
export const workerRuntime: Runtime = Object.freeze({
  version: packageVersion,
  findSettingProblem: findKafkaProblem,
  settings: reportSettings,
  prepare: (worker, options): PreparedWorker => {
    const { plan, create } = prepareWorker(worker, options)
    return { health: plan.worker.health, create: () => startedWorker(create(), options) }
  },
} satisfies Runtime)
