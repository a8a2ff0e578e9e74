import { type Ratio, type WantedRatio, computeRatios } from '../measure/ratios.js'
import { perSecond } from '../measure/summarise.js'
import { median } from '../measure/median.js'
import type { Cell } from './cells.js'
import type { ShareOptions } from './share-options.js'
import { type CellRounds, entryName } from './throughput.js'

const manyInWork = 64

/** The ratios of one kind of work, with the project's targets for it. */
export function cellRatios({ cell, runs }: CellRounds, options: Pick<ShareOptions, 'processes' | 'workMs'>): readonly Ratio[] {
  const compared = options.processes.flatMap((count) => comparisons(cell, count))
  const scaled = options.processes
    .filter((count) => count > 1)
    .flatMap((count) => ['share', 'bare binding', 'java'].map((name) => scaling(cell, name, count)))
  const ideals = options.processes.flatMap((count) => idealRatio(cell, entryName('share', count), count, runs, options.workMs))
  return [...computeRatios([...compared, ...scaled], runs), ...ideals]
}

function comparisons(cell: Cell, count: number): readonly WantedRatio[] {
  const of = entryName('share', count)
  const target = count === 1 ? javaTarget(cell) : undefined
  return [
    ...['java', 'java sync', 'java fetch'].map((name) => ({ of, to: entryName(name, count), target })),
    { of, to: entryName('bare binding', count) },
    { of, to: entryName('consumer group', count) },
  ]
}

/** Against each of Java's ways to commit: the fastest of them is the one that counts. */
function javaTarget({ handler, batchRecords }: Cell): number | undefined {
  if (handler !== 'noop') return undefined
  return batchRecords === 9000 ? 3 : batchRecords === 100 ? 1.5 : undefined
}

function scaling({ handler, inWork, batchRecords }: Cell, name: string, count: number): WantedRatio {
  const isWanted = name === 'share' && handler === 'wait' && inWork === manyInWork && batchRecords <= 100
  return { of: entryName(name, count), to: name, target: isWanted ? 0.9 * count : undefined }
}

/** The rate against the one at which all lanes would always be in work. */
function idealRatio(cell: Cell, of: string, count: number, runs: CellRounds['runs'], workMs: number): readonly Ratio[] {
  const rates = runs.get(of)?.map(perSecond) ?? []
  if (cell.handler !== 'wait' || rates.length === 0) return []
  const ideal = (cell.inWork * count * 1000) / workMs
  const parts = rates.map((rate) => rate / ideal)
  const target = cell.inWork === manyInWork && cell.batchRecords <= 100 ? 0.9 : undefined
  const value = Number(median(parts).toFixed(2))
  const to = `ideal (${ideal}/s)`
  return [{ of, to, target, name: `${of} / ${to}`, value, lowest: Math.min(...parts), highest: Math.max(...parts) }]
}
