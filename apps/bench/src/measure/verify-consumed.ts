import type { ConsumeJob, ConsumeReport } from '../program/consume-job.js'
import { CandidateFailure } from './run-candidate.js'

/** How the topic was filled (`java/FillTopic.java`). */
export interface FilledTopic {
  readonly topic: string
  readonly partitions: number
  readonly records: number
  readonly valueBytes: number
}

/**
 * Proves that a candidate handled every record it counted, each once: from the first on without a hole or a duplicate in each partition,
 * as the sum of offsets shows, and with the right values, as the sum of what its handler read shows.
 *
 * @throws CandidateFailure naming the figure that is not right.
 */
export function verifyConsumed(job: ConsumeJob, report: ConsumeReport, filled: FilledTopic): void {
  const { counts } = report
  const perPartition = filled.records / filled.partitions
  const excess = counts.findIndex((count) => count > perPartition)
  if (excess >= 0) throw new CandidateFailure(`${counts[excess]} records of partition ${excess}, which holds ${perPartition}`)
  expectSum('records', report.records, job.records)
  expectSum('records by partition', sum(counts), job.records)
  expectSum('offsets', report.offsetSum, sum(counts.map(offsetsBelow)))
  expectSum(`${job.handler} content`, report.contentSum, expectedContent(job, counts, filled))
}

function expectedContent(job: ConsumeJob, counts: readonly number[], { partitions, valueBytes }: FilledTopic): number {
  if (job.handler === 'noop') return 0
  if (job.handler === 'value') return sum(counts) * valueBytes
  // Record i is the one at offset i / partitions of partition i % partitions, and its id is i.
  return sum(counts.map((count, partition) => offsetsBelow(count) * partitions + count * partition))
}

const offsetsBelow = (count: number): number => (count * (count - 1)) / 2

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

function expectSum(what: string, got: number, expected: number): void {
  if (got !== expected) throw new CandidateFailure(`It did not handle every record once: sum of ${what} is ${got}, not ${expected}.`)
}
