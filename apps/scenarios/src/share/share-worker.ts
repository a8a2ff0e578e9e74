import { fileURLToPath } from 'node:url'
import type { Stage } from '../scenario.js'
import type { WorkerProcess } from '../worker-process.js'
import { easyJob, type ShareJob } from './share-job.js'

/** What a scenario says of a worker with a share group; the rest is filled in. */
export type ShareDraft = Partial<Omit<ShareJob, 'ledger' | 'name'>> & {
  /** Every event is a line, where `worker start` writes 5 of a kind, partition and 10 s. Default: false. */
  readonly tellsAll?: boolean
  /** The process is killed the moment it tells this event; it tells all of them then. */
  readonly diesAt?: string
  /** Longest time of a stop. */
  readonly drain?: `${number}s`
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const built = (path: string): string => fileURLToPath(new URL(`../../application/${path}`, import.meta.url))
const [config, host] = [built('share.config.js'), built('share-host.js')]

/** Starts a worker process with a share group. */
export function shareWorker(stage: Stage, draft: ShareDraft): WorkerProcess {
  const { tellsAll = false, diesAt, drain = '25s', args = [], env = {}, ...rest } = draft
  const name = `worker${stage.workers.length + 1}`
  const job: ShareJob = {
    group: stage.name('group'),
    ...easyJob,
    ...rest,
    settings: { ...easyJob.settings, ...rest.settings },
    ledger: stage.ledger,
    name,
  }
  const variables = { SHARE_JOB: JSON.stringify(job), DRAIN: drain, ...(diesAt === undefined ? {} : { DIE_AT: diesAt }), ...env }
  if (tellsAll || diesAt !== undefined) return stage.command({ program: host, args, env: variables })
  return stage.command({ args: ['start', '--config', config, '--log-level', 'info', '--drain', drain, ...args], env: variables })
}
