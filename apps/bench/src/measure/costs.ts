import { median } from './median.js'
import type { WantedRatio } from './ratios.js'
import type { Sample } from './sample.js'

/** A comparison of CPU: how much of its handler's thread does a record cost. `target`: at most. */
export type WantedCost = WantedRatio

/** The thread CPU a record of one candidate against that of another: the median of the ratios of each round, because both ran in it. */
export interface Cost extends WantedCost {
  /** `<of> / <to>`. */
  readonly name: string
  readonly value: number
  /** Quarters of the rounds lie below and above: when they enclose 1, the two count as equal. */
  readonly lowerQuarter: number
  readonly upperQuarter: number
  readonly rounds: number
}

/** The wanted comparisons whose two candidates both ran, where the platform tells the CPU of a thread. */
export function computeCosts(wanted: readonly WantedCost[], runs: ReadonlyMap<string, readonly Sample[]>): readonly Cost[] {
  return wanted.flatMap((cost) => {
    const of = threadCosts(runs.get(cost.of))
    const to = threadCosts(runs.get(cost.to))
    const rounds = Math.min(of.length, to.length)
    if (rounds === 0) return []
    const paired = of.slice(0, rounds).map((one, round) => one / to[round]!)
    const sorted = paired.toSorted((a, b) => a - b)
    const lowerQuarter = sorted[Math.floor((rounds - 1) / 4)]!
    const upperQuarter = sorted[Math.ceil(((rounds - 1) * 3) / 4)]!
    return [{ ...cost, name: `${cost.of} / ${cost.to}`, value: Number(median(paired).toFixed(3)), lowerQuarter, upperQuarter, rounds }]
  })
}

function threadCosts(samples: readonly Sample[] = []): readonly number[] {
  return samples.flatMap(({ threadCpuSeconds, records }) => (threadCpuSeconds === null ? [] : [threadCpuSeconds / records]))
}
