import { chooseCandidates } from '../candidates/choose-candidates.js'
import { prepareCandidates } from '../measure/prepare-candidates.js'
import { runMembers } from '../measure/run-members.js'
import { type Ready, runRounds } from '../measure/run-rounds.js'
import type { Sample } from '../measure/sample.js'
import { perSecond } from '../measure/summarise.js'
import type { MemberReport, ShareJob } from '../program/share/share-job.js'
import { formatRate } from '../report/format-table.js'
import { type Cell, cellsOf, recordsOf } from './cells.js'
import { combineReports } from './combine-reports.js'
import { filledTopics } from './filled-topics.js'
import { type ShareCandidate, shareCandidates } from './share-candidates.js'
import type { ShareOptions } from './share-options.js'
import type { ShareRun } from './share-run.js'
import { verifyAcknowledged, verifyCommitted, verifyRun } from './verify-run.js'

/** What the candidates did in one kind of work, by `entryName`. */
export interface CellRounds {
  readonly cell: Cell
  readonly runs: ReadonlyMap<string, readonly Sample[]>
  readonly failures: ReadonlyMap<string, string>
}

/** A candidate with a number of processes. */
interface Entry extends ShareCandidate {
  readonly processes: number
}

// With an assignment as soon as somebody joins, processes that join together get their partitions together.
const fromTheBeginning = { 'share.auto.offset.reset': 'earliest', 'share.assignment.interval.ms': 0 }

type FilledTopic = ReturnType<typeof filledTopics>

/** The name of a candidate in tables: alone, or with the number of its processes. */
export function entryName(candidate: string, processes: number): string {
  return processes === 1 ? candidate : `${candidate} ×${processes}`
}

/** One line for people: what a cell is. */
export function cellTitle({ handler, inWork, batchRecords }: Cell, { workMs }: Pick<ShareOptions, 'workMs'>): string {
  const what = handler === 'noop' ? 'handler returns at once' : `handler waits ${workMs} ms, ${inWork} in work in each process`
  return `${what}, producer batches of ${batchRecords}`
}

/** Every kind of work in turn; within one all candidates take turns, round by round. */
export async function measureThroughput(run: ShareRun): Promise<readonly CellRounds[]> {
  const { options, say } = run
  const prepared = await prepareCandidates(chooseCandidates(shareCandidates, options.only))
  const topicOf = filledTopics(run)
  const cells: CellRounds[] = []
  for (const cell of cellsOf(options)) {
    say(cellTitle(cell, options))
    const ready = entriesOf(cell, prepared.ready as readonly (Ready<ShareJob> & { candidate: ShareCandidate })[], options)
    // Filled before anybody's clock runs.
    for (const { candidate } of ready) await topicOf(cell.batchRecords, recordsOf(cell, candidate.processes, options))
    const { runs, failures } = await runRounds({
      ready,
      rounds: options.rounds,
      warmUp: cells.length === 0,
      signal: run.signal,
      runOnce: ({ candidate, start }) => runEntry(run, cell, candidate as Entry, start, topicOf),
      onSample: (round, name, sample) =>
        say(`  ${round < 0 ? 'warm-up' : `round ${round + 1}/${options.rounds}`}  ${name}: ${formatSample(sample)}`),
    })
    cells.push({ cell, runs, failures: new Map([...prepared.failures, ...failures]) })
  }
  return cells
}

function entriesOf(
  { handler }: Cell,
  ready: readonly (Ready<ShareJob> & { readonly candidate: ShareCandidate })[],
  { processes }: ShareOptions,
): readonly (Ready<ShareJob> & { readonly candidate: Entry })[] {
  return ready
    .filter(({ candidate }) => candidate.works.includes(handler))
    .flatMap(({ candidate, start }) =>
      processes.map((count) => ({ candidate: { ...candidate, name: entryName(candidate.name, count), processes: count }, start })),
    )
}

async function runEntry(
  { broker, admin, groups, lag, options, say, signal, nextGroup }: ShareRun,
  cell: Cell,
  { kind, processes }: Entry,
  start: Ready<ShareJob>['start'],
  topicOf: FilledTopic,
): Promise<Sample> {
  const bootstrap = broker.bootstrapServers
  const all = recordsOf(cell, processes, options)
  const topic = await topicOf(cell.batchRecords, all)
  const records = kind === 'share' ? all : Math.min(all, orderedRecords(cell, processes, options))
  const workMs = cell.handler === 'wait' ? options.workMs : 0
  const groupId = nextGroup()
  const job: ShareJob = { bootstrap, topic, partitions: options.partitions, groupId, records, workMs, inWork: cell.inWork }
  if (kind === 'share') await groups.set(groupId, fromTheBeginning)
  const programs = Array.from({ length: processes }, () => start(job))
  const reports = await runMembers<MemberReport>({ programs, records, limitMs: options.limitMs, signal })
  const counts = verifyRun(job, reports, records === all)
  if (kind === 'share') verifyAcknowledged(await lag.lags(groupId, topic), job.partitions)
  else verifyCommitted(await admin.committed(groupId, topic), counts)
  for (const note of reports.flatMap(({ notes }) => notes)) say(`  ${note}`)
  return combineReports(reports)
}

/** A consumer group has one record of a partition in work, however many may be: in the same time it handles that many fewer. */
function orderedRecords({ handler, inWork }: Cell, processes: number, { partitions, waitSeconds, workMs }: ShareOptions): number {
  return handler === 'noop' ? Infinity : (Math.min(inWork * processes, partitions) * waitSeconds * 1000) / workMs
}

function formatSample(sample: Sample | Error): string {
  return sample instanceof Error ? `failed: ${sample.message.split('\n')[0]}` : `${formatRate(perSecond(sample))} records/s`
}
