import { median } from './median.js'
import type { Sample } from './sample.js'
import { perSecond } from './summarise.js'

/** A ratio to report: how many times the rate of `to` does `of` reach. */
export interface WantedRatio {
  readonly of: string
  readonly to: string
  /** What the project wants to reach; printed beside, never a reason to fail. */
  readonly target?: number | undefined
}

/** A ratio of medians taken in one run. */
export interface Ratio extends WantedRatio {
  /** `<of> / <to>`. */
  readonly name: string
  readonly value: number
  /** Smallest and largest ratio of the same round: when they enclose 1, the two count as equal. */
  readonly lowest: number
  readonly highest: number
}

/** The wanted ratios whose two candidates both ran. */
export function computeRatios(wanted: readonly WantedRatio[], runs: ReadonlyMap<string, readonly Sample[]>): readonly Ratio[] {
  return wanted.flatMap((ratio) => {
    const of = runs.get(ratio.of)?.map(perSecond) ?? []
    const to = runs.get(ratio.to)?.map(perSecond) ?? []
    if (of.length === 0 || to.length === 0) return []
    const paired = of.slice(0, to.length).map((rate, round) => rate / to[round]!)
    const value = Number((median(of) / median(to)).toFixed(2))
    return [{ ...ratio, name: `${ratio.of} / ${ratio.to}`, value, lowest: Math.min(...paired), highest: Math.max(...paired) }]
  })
}
