import { CandidateFailure } from '../measure/run-candidate.js'
import type { MemberReport, ShareJob } from '../program/share/share-job.js'

/**
 * Proves that processes handled together what they count, each record once: counts by partition and the sum of offsets must come out exactly.
 * Where `whole`, that is all of the topic; else at least as many records as were asked for, from the first of each partition on.
 *
 * @returns records handled by partition
 * @throws CandidateFailure naming what is not right.
 */
export function verifyRun(job: ShareJob, reports: readonly MemberReport[], whole: boolean): readonly number[] {
  const troubles = reports.flatMap((report) => report.troubles)
  if (troubles.length > 0) throw new CandidateFailure(`Not a run without a fault: ${troubles.slice(0, 5).join('; ')}`)
  const counts = Array.from({ length: job.partitions }, (_, partition) => sum(reports.map((report) => report.counts[partition] ?? 0)))
  const handled = sum(counts)
  if (whole ? handled !== job.records : handled < job.records) {
    throw new CandidateFailure(`It did not handle every record once: ${handled} were handled of ${job.records}.`)
  }
  const offsetSum = sum(reports.map((report) => report.offsetSum))
  const expected = sum(counts.map((count) => (count * (count - 1)) / 2))
  if (offsetSum !== expected) {
    throw new CandidateFailure(`It did not handle every record once: the sum of offsets is ${offsetSum}, not ${expected}.`)
  }
  return counts
}

/**
 * Makes sure that a share group left nothing behind.
 *
 * @param lags what the broker counts as not settled, by partition
 * @throws CandidateFailure naming the first partition of which something is left.
 */
export function verifyAcknowledged(lags: readonly number[], partitions: number): void {
  for (let partition = 0; partition < partitions; partition++) {
    const lag = lags[partition]
    if (lag !== 0) throw new CandidateFailure(`Partition ${partition}: ${lag ?? 'nobody knows how many'} records are not acknowledged.`)
  }
}

/**
 * Compares the positions of a consumer group with what was handled, by partition.
 *
 * @throws CandidateFailure naming the first partition that differs.
 */
export function verifyCommitted(committed: readonly number[], handled: readonly number[]): void {
  const wrong = handled.findIndex((count, partition) => committed[partition] !== count)
  if (wrong < 0) return
  throw new CandidateFailure(`Partition ${wrong}: ${handled[wrong]} records were handled, ${committed[wrong] ?? 0} are committed.`)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
