import { nodeProgram } from '../candidates/node-program.js'
import { CandidateFailure } from '../measure/run-candidate.js'
import { runMembers } from '../measure/run-members.js'
import { rotate } from '../measure/rotate.js'
import type { LatencyJob, LatencyReport } from '../program/share/latency-job.js'
import type { ShareRun } from './share-run.js'

/** Who is timed: Samsa and its bare binding. */
export const latencyNames = ['share', 'bare binding'] as const

/** Times of one candidate, one list for each round. */
export interface Latencies {
  readonly name: string
  readonly toHandlerMs: readonly (readonly number[])[]
  readonly toAnswerMs: readonly (readonly number[])[]
}

const programs = { 'share': nodeProgram('share/latency-samsa'), 'bare binding': nodeProgram('share/latency-bare') }
const warmUpRecords = 100
const everyMs = 10

/** Sends single records to an idle group and times each; the candidates take turns. A failure of one ends its rounds. */
export async function measureLatency(run: ShareRun): Promise<{ latencies: readonly Latencies[]; failures: ReadonlyMap<string, string> }> {
  const { options, say, signal } = run
  const reports = new Map<string, LatencyReport[]>()
  const failures = new Map<string, string>()
  for (let round = 0; round < options.rounds; round++) {
    for (const name of rotate(latencyNames, round).filter((one) => !failures.has(one))) {
      const report = await timeOnce(run, name).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
      signal.throwIfAborted()
      say(`latency ${round + 1}/${options.rounds}  ${name}: ${report instanceof Error ? `failed: ${report.message}` : 'done'}`)
      if (report instanceof Error) failures.set(name, report.message)
      else reports.set(name, [...(reports.get(name) ?? []), report])
    }
  }
  for (const name of failures.keys()) reports.delete(name)
  const latencies = [...reports].map(([name, all]) => ({
    name,
    toHandlerMs: all.map(({ toHandlerMs }) => toHandlerMs),
    toAnswerMs: all.map(({ toAnswerMs }) => toAnswerMs),
  }))
  return { latencies, failures }
}

async function timeOnce(
  { broker, admin, groups, options, signal, nextGroup }: ShareRun,
  name: (typeof latencyNames)[number],
): Promise<LatencyReport> {
  const bootstrap = broker.bootstrapServers
  const groupId = nextGroup()
  const topic = `${groupId}-latency`
  await admin.createTopic(topic, options.partitions)
  await groups.set(groupId, { 'share.auto.offset.reset': 'earliest' })
  const job: LatencyJob = { bootstrap, topic, groupId, records: options.latencyRecords, warmUpRecords, everyMs }
  const records = options.latencyRecords + warmUpRecords
  const [report] = await runMembers<LatencyReport>({ programs: [programs[name](job)], records, limitMs: options.limitMs, signal })
  if (report!.troubles.length > 0) throw new CandidateFailure(`Not a run without a fault: ${report!.troubles.join('; ')}`)
  const timed = [report!.toHandlerMs.length, report!.toAnswerMs.length]
  if (timed.some((count) => count !== options.latencyRecords)) throw new CandidateFailure(`It timed ${timed.join(' and ')} records.`)
  return report!
}
