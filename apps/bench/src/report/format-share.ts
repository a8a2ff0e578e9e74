import Table from 'cli-table3'

import { summarise } from '../measure/summarise.js'
import { cellRatios } from '../share/cell-ratios.js'
import { type IdleCost, idleMembers } from '../share/idle.js'
import { type LatencyLine, latencyLines } from '../share/latency-lines.js'
import { shareCandidates } from '../share/share-candidates.js'
import type { ShareOptions } from '../share/share-options.js'
import type { ShareOutcome } from '../share/share-outcome.js'
import { type CellRounds, cellTitle, entryName } from '../share/throughput.js'
import { formatRatios } from './format-ratios.js'
import { formatTable } from './format-table.js'

const style = { head: [], border: [], compact: true }
const mostIdlePercent = 1

/** The outcome of the share bench as it stands on standard output: one JSON value, or tables for people. */
export function formatShare(outcome: ShareOutcome, options: ShareOptions): string {
  if (options.json) return JSON.stringify(shareJson(outcome, options), null, 2)
  const { cells, latency, idle } = outcome
  const parts = cells.map((cell) => formatCell(cell, options))
  if (latency.latencies.length > 0) parts.push(formatLatency(latencyLines(latency.latencies)))
  if (idle.costs.length > 0) parts.push(formatIdle(idle.costs))
  parts.push(...[latency.failures, idle.failures].map(formatFailures))
  return parts.filter((part) => part !== '').join('\n\n')
}

function formatCell(cell: CellRounds, options: ShareOptions): string {
  const remarks = new Map(
    shareCandidates.flatMap(({ name, settings }) => options.processes.map((count) => [entryName(name, count), settings ?? ''] as const)),
  )
  const lines = [...cell.runs].map(([name, samples]) => ({ ...summarise(name, samples), remarks: remarks.get(name) ?? '' }))
  const ratios = cellRatios(cell, options)
  return [
    `# ${cellTitle(cell.cell, options)}`,
    formatTable(lines),
    ...(ratios.length > 0 ? [formatRatios(ratios)] : []),
    ...(cell.failures.size > 0 ? [formatFailures(cell.failures)] : []),
  ].join('\n')
}

function formatLatency(lines: readonly LatencyLine[]): string {
  const table = new Table({ head: ['latency, ms', 'share', 'bare binding', 'ratio', 'target', ''], style })
  for (const { what, percent, byName, ratio, target } of lines) {
    const verdict = target === undefined || ratio === null ? '' : ratio <= target ? 'reached' : 'above'
    const wanted = target === undefined ? '' : `≤ ${target}`
    table.push([
      `${what}, p${percent}`,
      formatMs(byName['share']),
      formatMs(byName['bare binding']),
      ratio?.toFixed(2) ?? '',
      wanted,
      verdict,
    ])
  }
  return table.toString()
}

const formatMs = (ms: number | undefined): string => ms?.toFixed(2) ?? ''

function formatIdle(costs: readonly IdleCost[]): string {
  const table = new Table({ head: [`${idleMembers} idle members`, '% of a core', 'RSS MiB', 'target', ''], style })
  for (const { name, cpuPercent, rssMiB } of costs) {
    const verdict = cpuPercent <= mostIdlePercent ? 'reached' : 'above'
    const wanted = name === 'share' ? [`≤ ${mostIdlePercent}`, verdict] : ['', '']
    table.push([name, cpuPercent.toFixed(2), rssMiB.toFixed(0), ...wanted])
  }
  return table.toString()
}

function formatFailures(failures: ReadonlyMap<string, string>): string {
  if (failures.size === 0) return ''
  return ['Did not run:', ...[...failures].map(([name, reason]) => `  ${name}: ${reason}`)].join('\n')
}

/** What `--json` prints: every figure of the tables, ratios by `<of> / <to>`. */
function shareJson({ cells, latency, idle }: ShareOutcome, options: ShareOptions): object {
  return {
    throughput: cells.map((rounds) => ({
      ...rounds.cell,
      results: [...rounds.runs].map(([name, samples]) => summarise(name, samples)),
      ratios: Object.fromEntries(cellRatios(rounds, options).map(({ name, value }) => [name, value])),
      failures: Object.fromEntries(rounds.failures),
    })),
    latency: { lines: latencyLines(latency.latencies), failures: Object.fromEntries(latency.failures) },
    idle: { costs: idle.costs, failures: Object.fromEntries(idle.failures) },
  }
}
