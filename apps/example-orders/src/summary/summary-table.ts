import type { Count } from '../services/tally.js'

const columns = ['group', 'handled', 'per s', 'retried', 'recovered', 'released', 'rejected', 'dead', 'last'] as const
const last = columns.length - 1

type Counts = ReadonlyMap<string, Readonly<Count>>

// most groups have no number there
const orNothing = (count: number): string => (count === 0 ? '' : String(count))
const sumOf = ({ deadLetters }: Readonly<Count>): number => [...deadLetters.values()].reduce((sum, count) => sum + count, 0)
const byName = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number => a.localeCompare(b)

/** The counts of each group as lines of text, aligned; below them, why its dead letters are some. */
export const summaryTable = (counts: Counts, perSecond: (group: string) => number): readonly string[] => {
  const rows = [...counts].map(([group, count]): [string, ...string[]] => [
    group,
    String(count.handled),
    String(perSecond(group)),
    orNothing(count.retried),
    orNothing(count.recovered),
    orNothing(count.released),
    orNothing(count.rejected),
    orNothing(sumOf(count)),
    count.last,
  ])
  const table = [[...columns], ...rows.sort(byName)]
  const widths = columns.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const lines = table.map((row) =>
    row
      .map((cell, column) =>
        column >= 1 && column < last ? cell.padStart(widths[column] ?? 0) : cell.padEnd(column === last ? 0 : (widths[column] ?? 0)),
      )
      .join('  ')
      .trimEnd(),
  )
  return [...lines, ...whyDead(counts)]
}

const whyDead = (counts: Counts): readonly string[] =>
  [...counts]
    .filter(([, count]) => sumOf(count) > 0)
    .map(([group, { deadLetters }]) => {
      const causes = [...deadLetters].sort(byName).map(([why, count]) => `${count} ${why}`)
      return `dead letters of ${group}: ${causes.join(', ')}`
    })
    .sort()
