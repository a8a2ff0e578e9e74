import type { Count } from '../services/tally.js'

const columns = ['group', 'handled', 'per s', 'failed', 'recovered', 'released', 'rejected', 'last'] as const
const last = columns.length - 1

// only share groups release and reject: nothing stands there for the others
const orNothing = (count: number): number | string => (count === 0 ? '' : count)

/** The counts of each group as lines of text, aligned. */
export const summaryTable = (counts: ReadonlyMap<string, Readonly<Count>>, perSecond: (group: string) => number): readonly string[] => {
  const rows = [...counts].map(([group, count]) =>
    [
      group,
      count.handled,
      perSecond(group),
      count.failed,
      count.recovered,
      orNothing(count.released),
      orNothing(count.rejected),
      count.last,
    ].map(String),
  )
  const table = [columns.map(String), ...rows.sort(([a = ''], [b = '']) => a.localeCompare(b))]
  const widths = columns.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  return table.map((row) =>
    row
      .map((cell, column) =>
        column >= 1 && column < last ? cell.padStart(widths[column] ?? 0) : cell.padEnd(column === last ? 0 : (widths[column] ?? 0)),
      )
      .join('  '),
  )
}
