import type { Usage } from './usage.js'

/** How much more a process may hold at the end of a soak than after its warm-up. */
export const allowedGrowth: Usage = { threads: 2, files: 4, rssMiB: 48 }

/** Usage after the warm-up and at the end. */
export interface Growth {
  readonly early: Usage
  readonly late: Usage
  /** What grew beyond its bound, in words; empty where nothing did. */
  readonly problems: readonly string[]
}

const fields = ['threads', 'files', 'rssMiB'] as const

function median(samples: readonly Usage[]): Usage {
  const middle = (field: keyof Usage): number =>
    samples.map((sample) => sample[field]).toSorted((left, right) => left - right)[Math.floor(samples.length / 2)] ?? 0
  return { threads: middle('threads'), files: middle('files'), rssMiB: middle('rssMiB') }
}

/**
 * Compares the second quarter of the samples, which is after the warm-up, with the last quarter, by their medians: one sample may meet a connection
 * that is just being made.
 *
 * @param samples taken in like states, in order of time; at least 8
 * @param allowed default {@link allowedGrowth}
 */
export function findGrowth(samples: readonly Usage[], allowed: Usage = allowedGrowth): Growth {
  if (samples.length < 8) throw new Error(`${samples.length} samples are too few to tell growth from chance: let it run longer`)
  const quarter = Math.floor(samples.length / 4)
  const early = median(samples.slice(quarter, 2 * quarter))
  const late = median(samples.slice(-quarter))
  const problems = fields
    .filter((field) => late[field] > early[field] + allowed[field])
    .map((field) => `${field} grew from ${early[field]} to ${late[field]}`)
  return { early, late, problems }
}

/** The figures of a soak in a few words. */
export function formatGrowth({ early, late }: Growth): string {
  return fields.map((field) => `${field} ${early[field]} to ${late[field]}`).join(', ')
}
