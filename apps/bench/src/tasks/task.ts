import type { Broker } from '@samsa/testkit'

import type { Candidate } from '../candidates/candidate.js'
import type { WantedCost } from '../measure/costs.js'
import type { WantedRatio } from '../measure/ratios.js'
import type { Sample } from '../measure/sample.js'
import type { BenchOptions } from '../bench-options.js'

/** Work that several candidates can do, and how to prove that one did it. */
export interface Task<Job, Report extends Sample> {
  /** One line for people: what is measured. */
  readonly title: (options: BenchOptions) => string
  readonly candidates: (options: BenchOptions) => readonly Candidate<Job>[]
  readonly ratios: readonly WantedRatio[]
  /** Comparisons of CPU; default: none. */
  readonly costs?: readonly WantedCost[]
  /** Makes what all candidates use; once. */
  readonly open: (broker: Broker, options: BenchOptions) => Promise<Workload<Job, Report>>
}

/** A task on a running broker. */
export interface Workload<Job, Report extends Sample> {
  /** A job of its own for one run of one candidate. */
  readonly nextJob: (candidate: Candidate<Job>) => Promise<Job>
  /** Rejects when the report does not prove that the work was done. */
  readonly verify: (job: Job, report: Report) => Promise<void>
  readonly close: () => Promise<void>
}
