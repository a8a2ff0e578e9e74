import { startBroker } from '@samsa/testkit'

import type { BenchOptions } from './bench-options.js'
import { chooseCandidates } from './candidates/choose-candidates.js'
import { type Cost, computeCosts } from './measure/costs.js'
import { prepareCandidates } from './measure/prepare-candidates.js'
import { type Ratio, computeRatios } from './measure/ratios.js'
import { runCandidate } from './measure/run-candidate.js'
import { type Ready, type Rounds, runRounds } from './measure/run-rounds.js'
import type { Sample } from './measure/sample.js'
import { type Figures, perSecond, summarise } from './measure/summarise.js'
import { formatRate } from './report/format-table.js'
import type { Task, Workload } from './tasks/task.js'

/** What a task gave. */
export interface Outcome {
  readonly figures: readonly Figures[]
  readonly ratios: readonly Ratio[]
  readonly costs: readonly Cost[]
  /** Why a candidate is missing, by its name. */
  readonly failures: ReadonlyMap<string, string>
}

/** One run of a task. */
export interface Run<Job, Report extends Sample> {
  readonly task: Task<Job, Report>
  readonly options: BenchOptions
  /** Tells a person how far it is. */
  readonly say: (line: string) => void
  /** Ends it early. */
  readonly signal: AbortSignal
}

/**
 * Runs a task on a broker of its own, which ends with it.
 *
 * @throws when the broker or the task's topic cannot be made, or the signal fires; a candidate's failure is part of the outcome.
 */
export async function runTask<Job, Report extends Sample>(run: Run<Job, Report>): Promise<Outcome> {
  const { task, options, say, signal } = run
  const candidates = chooseCandidates(task.candidates(options), options.only)
  say(task.title(options))
  const prepared = await prepareCandidates(candidates)
  const broker = await startBroker({ version: '4.4.0', own: true })
  try {
    signal.throwIfAborted()
    const workload = await task.open(broker, options)
    const rounds = await runOn(workload, prepared.ready, run)
    return {
      figures: [...rounds.runs].map(([name, samples]) => summarise(name, samples)),
      ratios: computeRatios(task.ratios, rounds.runs),
      costs: computeCosts(task.costs ?? [], rounds.runs),
      failures: new Map([...prepared.failures, ...rounds.failures]),
    }
  } finally {
    await broker.stop()
  }
}

async function runOn<Job, Report extends Sample>(
  workload: Workload<Job, Report>,
  ready: readonly Ready<Job>[],
  { options, say, signal }: Run<Job, Report>,
): Promise<Rounds> {
  const { rounds, limitMs } = options
  try {
    return await runRounds({
      ready,
      rounds,
      signal,
      runOnce: async ({ candidate, start }) => {
        const job = await workload.nextJob(candidate)
        const report = await runCandidate<Report>(start(job), limitMs, signal)
        await workload.verify(job, report)
        return report
      },
      onSample: (round, name, sample) => say(`${round < 0 ? 'warm-up' : `round ${round + 1}/${rounds}`}  ${name}: ${formatSample(sample)}`),
    })
  } finally {
    await workload.close()
  }
}

function formatSample(sample: Sample | Error): string {
  return sample instanceof Error ? `failed: ${sample.message.split('\n')[0]}` : `${formatRate(perSecond(sample))} records/s`
}
