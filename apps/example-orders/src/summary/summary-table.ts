import type { Count } from '../services/tally.js'

const columns = ['group', 'handled', 'per s', 'failed', 'recovered', 'last'] as const

/** The counts of each group as lines of text, aligned. */
export const summaryTable = (counts: ReadonlyMap<string, Readonly<Count>>, perSecond: (group: string) => number): readonly string[] => {
  const rows = [...counts].map(([group, { handled, failed, recovered, last }]) =>
    [group, handled, perSecond(group), failed, recovered, last].map(String),
  )
  const table = [columns.map(String), ...rows.sort(([a = ''], [b = '']) => a.localeCompare(b))]
  const widths = columns.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  return table.map((row) =>
    row
      .map((cell, column) =>
        column >= 1 && column <= 4 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(column === 5 ? 0 : (widths[column] ?? 0)),
      )
      .join('  '),
  )
}
