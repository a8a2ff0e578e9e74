import type { Cost } from '../measure/costs.js'
import type { Figures } from '../measure/summarise.js'
import type { Outcome } from '../run-task.js'

/** What `--json` prints. */
export interface BenchJson {
  /** Medians over the rounds; `cpuSeconds` is for a million records, `records` what one round handled. */
  readonly results: readonly Pick<Figures, 'name' | 'perSec' | 'cpuSeconds' | 'rssMiB' | 'records' | 'threadCpuUsPerRecord'>[]
  /** Ratios of medians by `<of> / <to>`. */
  readonly ratios: Readonly<Record<string, number>>
  /** Thread CPU a record by `<of> / <to>`: medians of the ratios of each round. */
  readonly costs: Readonly<Record<string, Omit<Cost, 'of' | 'to' | 'name' | 'target'>>>
  /** Candidates that did not run, or whose work could not be proved, and why. */
  readonly failures: Readonly<Record<string, string>>
}

/** The whole outcome as one JSON value. */
export function toJson({ figures, ratios, costs, failures }: Outcome): BenchJson {
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
    costs: Object.fromEntries(
      costs.map(({ name, value, lowerQuarter, upperQuarter, rounds }) => [name, { value, lowerQuarter, upperQuarter, rounds }]),
    ),
    failures: Object.fromEntries(failures),
  }
}
