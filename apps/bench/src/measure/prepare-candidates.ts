import type { Candidate } from '../candidates/candidate.js'
import type { Ready } from './run-rounds.js'

/** Candidates that can be started, and why the others cannot. */
export interface Prepared<Job> {
  readonly ready: readonly Ready<Job>[]
  readonly failures: ReadonlyMap<string, string>
}

/** Prepares the candidates one after another; what one of them lacks costs the others nothing. */
export async function prepareCandidates<Job>(candidates: readonly Candidate<Job>[]): Promise<Prepared<Job>> {
  const ready: Ready<Job>[] = []
  const failures = new Map<string, string>()
  for (const candidate of candidates) {
    try {
      ready.push({ candidate, start: await candidate.prepare() })
    } catch (error) {
      failures.set(candidate.name, `cannot be prepared: ${(error as Error).message}`)
    }
  }
  return { ready, failures }
}
