import { median } from './median.js'
import type { Sample } from './sample.js'

/** One candidate's figures: medians over the rounds. */
export interface Figures {
  readonly name: string
  /** Records each round handled. */
  readonly records: number
  /** Records a second. */
  readonly perSec: number
  /** The slowest and the fastest round, records a second. */
  readonly slowest: number
  readonly fastest: number
  /** CPU seconds of the whole process for a million records. */
  readonly cpuSeconds: number
  /** CPU microseconds of the handler's thread for one record; null where the platform does not tell. */
  readonly threadCpuUsPerRecord: number | null
  /** Peak resident set, MiB. */
  readonly rssMiB: number
}

/** Records a second of one run. */
export function perSecond(sample: Sample): number {
  return sample.records / sample.seconds
}

/**
 * Medians of a candidate's rounds.
 *
 * @throws RangeError when there was no round.
 */
export function summarise(name: string, samples: readonly Sample[]): Figures {
  const rates = samples.map(perSecond)
  const thread = samples.map(({ threadCpuSeconds, records }) => (threadCpuSeconds === null ? null : (threadCpuSeconds * 1e6) / records))
  const knownThread = thread.filter((value) => value !== null)
  return {
    name,
    records: samples[0]?.records ?? 0,
    perSec: Math.round(median(rates)),
    slowest: Math.round(Math.min(...rates)),
    fastest: Math.round(Math.max(...rates)),
    cpuSeconds: round(median(samples.map(({ cpuSeconds, records }) => (cpuSeconds * 1e6) / records)), 3),
    threadCpuUsPerRecord: knownThread.length === 0 ? null : round(median(knownThread), 3),
    rssMiB: Math.round(median(samples.map(({ peakRssMiB }) => peakRssMiB))),
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
