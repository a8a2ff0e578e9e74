import type { Ratio } from '../measure/ratios.js'
import type { Figures } from '../measure/summarise.js'

/** What `--json` prints. */
export interface BenchJson {
  /** Medians over the rounds; `cpuSeconds` is for a million records, `records` what one round handled. */
  readonly results: readonly Pick<Figures, 'name' | 'perSec' | 'cpuSeconds' | 'rssMiB' | 'records' | 'threadCpuUsPerRecord'>[]
  /** Ratios of medians by `<of> / <to>`. */
  readonly ratios: Readonly<Record<string, number>>
  /** Candidates that did not run, or whose work could not be proved, and why. */
  readonly failures: Readonly<Record<string, string>>
}

/** The whole outcome as one JSON value. */
export function toJson(figures: readonly Figures[], ratios: readonly Ratio[], failures: ReadonlyMap<string, string>): BenchJson {
  return {
    results: figures.map(({ name, perSec, cpuSeconds, rssMiB, records, threadCpuUsPerRecord }) => ({
      name,
      perSec,
      cpuSeconds,
      rssMiB,
      records,
      threadCpuUsPerRecord,
    })),
    ratios: Object.fromEntries(ratios.map(({ name, value }) => [name, value])),
    failures: Object.fromEntries(failures),
  }
}
