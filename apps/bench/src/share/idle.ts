import { nodeProgram } from '../candidates/node-program.js'
import { runCandidate } from '../measure/run-candidate.js'
import type { IdleJob, IdleReport } from '../program/share/idle-job.js'
import type { ShareRun } from './share-run.js'

/** What idle members cost. */
export interface IdleCost extends IdleReport {
  readonly name: string
}

/** Members of the group that is watched. */
export const idleMembers = 10
/** Kafka's default (`group.share.heartbeat.interval.ms`); the broker of the bench has a shorter one. */
const heartbeatMs = 5000

const programs = { 'share': nodeProgram('share/idle-samsa'), 'bare binding': nodeProgram('share/idle-bare') }

/** Joins ten members in one process, lets them come to rest for two heartbeats, and watches what they use. */
export async function measureIdle(run: ShareRun): Promise<{ costs: readonly IdleCost[]; failures: ReadonlyMap<string, string> }> {
  const costs: IdleCost[] = []
  const failures = new Map<string, string>()
  for (const name of ['share', 'bare binding'] as const) {
    const report = await watchOnce(run, name).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    run.signal.throwIfAborted()
    if (report instanceof Error) failures.set(name, report.message)
    else costs.push({ name, ...report })
    run.say(`idle  ${name}: ${report instanceof Error ? `failed: ${report.message}` : `${report.cpuPercent.toFixed(2)} %`}`)
  }
  return { costs, failures }
}

async function watchOnce(
  { broker, admin, groups, options, signal, nextGroup }: ShareRun,
  name: keyof typeof programs,
): Promise<IdleReport> {
  const bootstrap = broker.bootstrapServers
  const groupId = nextGroup()
  const topic = `${groupId}-idle`
  await admin.createTopic(topic, options.partitions)
  await groups.set(groupId, { 'share.heartbeat.interval.ms': heartbeatMs })
  const watchMs = options.idleSeconds * 1000
  const job: IdleJob = { bootstrap, topic, groupId, members: idleMembers, settleMs: 2 * heartbeatMs, watchMs }
  return runCandidate<IdleReport>(programs[name](job), options.limitMs + watchMs, signal)
}
