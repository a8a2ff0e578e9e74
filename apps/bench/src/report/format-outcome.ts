import type { BenchOptions } from '../bench-options.js'
import type { Candidate } from '../candidates/candidate.js'
import type { Outcome } from '../run-task.js'
import { formatCosts } from './format-costs.js'
import { formatRatios } from './format-ratios.js'
import { formatTable } from './format-table.js'
import { toJson } from './to-json.js'

/** The outcome as it stands on standard output: one JSON value, or tables for people. */
export function formatOutcome<Job>(outcome: Outcome, candidates: readonly Candidate<Job>[], options: BenchOptions): string {
  const { figures, ratios, costs, failures } = outcome
  if (options.json) return JSON.stringify(toJson(outcome), null, 2)
  const byName = new Map(candidates.map((candidate) => [candidate.name, candidate]))
  const lines = figures.map((one) => ({ ...one, remarks: remarksOn(byName.get(one.name), one.records, options.records) }))
  const parts = [formatTable(lines)]
  if (ratios.length > 0) parts.push(formatRatios(ratios))
  if (costs.length > 0) parts.push(formatCosts(costs))
  if (failures.size > 0) parts.push(['Did not run:', ...[...failures].map(([name, reason]) => `  ${name}: ${reason}`)].join('\n'))
  return parts.join('\n\n')
}

function remarksOn<Job>(candidate: Candidate<Job> | undefined, records: number, wanted: number): string {
  const fewer = records < wanted ? `${records} records` : undefined
  return [candidate?.settings, fewer].filter((part) => part !== undefined).join('; ')
}
