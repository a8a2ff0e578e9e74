import type { Candidate, Program } from '../candidates/candidate.js'
import { rotate } from './rotate.js'
import type { Sample } from './sample.js'

/** A candidate that is ready to be started. */
export interface Ready<Job> {
  readonly candidate: Candidate<Job>
  readonly start: (job: Job) => Program
}

/** What the rounds gave. */
export interface Rounds {
  /** Samples by candidate, in the order of the rounds; without those that failed. */
  readonly runs: ReadonlyMap<string, readonly Sample[]>
  /** Why a candidate is missing, by its name. */
  readonly failures: ReadonlyMap<string, string>
}

/** How to run them. */
export interface RoundsPlan<Job> {
  readonly ready: readonly Ready<Job>[]
  readonly rounds: number
  /** Whether the first candidate runs once unmeasured before them. Default: true. */
  readonly warmUp?: boolean | undefined
  /** Runs one candidate once and proves its work; rejects when it failed. */
  readonly runOnce: (ready: Ready<Job>, round: number) => Promise<Sample>
  /** Told after each run; round -1 is the warm-up. */
  readonly onSample: (round: number, name: string, sample: Sample | Error) => void
  readonly signal: AbortSignal
}

/**
 * Runs the candidates in turn, round by round, each round begun by another one, so that whatever else the machine does hits all alike.
 * Before them the first candidate runs once unmeasured: a broker that has just started serves its first client slowly.
 * One that fails is left out from then on and reported; the others go on.
 *
 * @throws only when the signal fires.
 */
export async function runRounds<Job>(plan: RoundsPlan<Job>): Promise<Rounds> {
  const runs = new Map<string, Sample[]>()
  const failures = new Map<string, string>()
  const run = async (ready: Ready<Job>, round: number): Promise<void> => {
    const { name } = ready.candidate
    if (failures.has(name)) return
    const sample = await plan.runOnce(ready, round).catch(toError)
    plan.signal.throwIfAborted()
    plan.onSample(round, name, sample)
    if (sample instanceof Error) failures.set(name, sample.message)
    else if (round >= 0) runs.set(name, [...(runs.get(name) ?? []), sample])
  }
  for (const ready of plan.warmUp === false ? [] : plan.ready.slice(0, 1)) await run(ready, -1)
  for (let round = 0; round < plan.rounds; round++) {
    for (const ready of rotate(plan.ready, round)) await run(ready, round)
  }
  for (const name of failures.keys()) runs.delete(name)
  return { runs, failures }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
