import type { Candidate } from './candidate.js'

/**
 * The candidates that `--only` names, by candidate or by client; all when it names none.
 *
 * @throws Error when it names one that does not exist.
 */
export function chooseCandidates<Job>(all: readonly Candidate<Job>[], only: readonly string[]): readonly Candidate<Job>[] {
  const unknown = only.filter((name) => !all.some((candidate) => isNamed(candidate, name)))
  if (unknown.length > 0) {
    throw new Error(
      `--only knows no ${unknown.map((name) => JSON.stringify(name)).join(', ')}; there are: ${all.map(({ name }) => name).join(', ')}`,
    )
  }
  return only.length === 0 ? all : all.filter((candidate) => only.some((name) => isNamed(candidate, name)))
}

const isNamed = <Job>({ name, client }: Candidate<Job>, wanted: string): boolean => name === wanted || client === wanted
