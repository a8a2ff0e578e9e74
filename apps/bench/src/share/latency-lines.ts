import { median } from '../measure/median.js'
import { percentile } from '../measure/percentile.js'
import type { Latencies } from './latency.js'

/** One figure of the latencies: medians over the rounds, milliseconds. */
export interface LatencyLine {
  readonly what: 'produce to handler' | 'settle to answer'
  readonly percent: number
  readonly byName: Readonly<Record<string, number>>
  /** Samsa's figure divided by the bare binding's; null where one did not run. */
  readonly ratio: number | null
  /** What the project wants it not to pass. */
  readonly target: number | undefined
}

const mostOfBare = 3

/** The figures that are reported: p50 and p99 of both times. */
export function latencyLines(latencies: readonly Latencies[]): readonly LatencyLine[] {
  return (['produce to handler', 'settle to answer'] as const).flatMap((what) =>
    [50, 99].map((percent) => {
      const byName = Object.fromEntries(
        latencies.map(({ name, toHandlerMs, toAnswerMs }) => [
          name,
          median((what === 'produce to handler' ? toHandlerMs : toAnswerMs).map((round) => percentile(round, percent))),
        ]),
      )
      const [ours, bare] = [byName['share'], byName['bare binding']]
      const ratio = ours === undefined || bare === undefined ? null : ours / bare
      return { what, percent, byName, ratio, target: percent === 50 ? mostOfBare : undefined }
    }),
  )
}
