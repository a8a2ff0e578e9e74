import Table from 'cli-table3'

import type { Figures } from '../measure/summarise.js'

/** A line of the table: figures and what has to be said about the candidate. */
export interface TableLine extends Figures {
  readonly remarks: string
}

const heads = ['candidate', 'records/s', 'slowest–fastest', 'cpu s per million', 'thread µs/record', 'peak RSS MiB', 'remarks']

/** The table for people, fastest first. */
export function formatTable(lines: readonly TableLine[]): string {
  const table = new Table({
    head: heads,
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  })
  for (const line of lines.toSorted((a, b) => b.perSec - a.perSec)) {
    table.push([
      line.name,
      formatRate(line.perSec),
      `${formatRate(line.slowest)}–${formatRate(line.fastest)}`,
      line.cpuSeconds.toFixed(2),
      line.threadCpuUsPerRecord?.toFixed(2) ?? '',
      line.rssMiB,
      line.remarks,
    ])
  }
  return table.toString()
}

/** `2.10 M`, `356 k`, `85`. */
export function formatRate(perSec: number): string {
  if (perSec >= 999_500) return `${(perSec / 1e6).toFixed(2)} M`
  if (perSec >= 10_000) return `${Math.round(perSec / 1e3)} k`
  return perSec >= 1_000 ? `${(perSec / 1e3).toFixed(1)} k` : String(Math.round(perSec))
}
