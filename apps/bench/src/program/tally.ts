import type { ConsumeJob, ConsumeReport } from './consume-job.js'
import { printReport } from './print-report.js'
import { type Elapsed, readPeakRssMiB, startStopwatch } from './stopwatch.js'

/**
 * Counts what a candidate handles. The clock starts at the first record, so joining does not count; at the last one the report is printed
 * and the process ends there and then, without leaving the group.
 *
 * Counts by partition and the sum of offsets prove together that every record was handled once: see `verifyConsumed`.
 */
export class Tally {
  #handled = 0
  #offsetSum = 0
  #contentSum = 0
  readonly #counts: Float64Array
  readonly #wanted: number
  #read: (() => Elapsed) | undefined

  constructor(job: ConsumeJob) {
    this.#wanted = job.records
    this.#counts = new Float64Array(job.partitions)
  }

  /** Says that the handler has what follows in its hands: for handlers that read the content before they tally the record. */
  begin(): void {
    this.#read ??= startStopwatch()
  }

  /** Adds what the handler read from the record's value; before `record`. */
  content(read: number): void {
    this.#contentSum += read
  }

  /** Counts one record as handled; ends the process at the last one. */
  record(partition: number, offset: number): void {
    if (this.#read === undefined) this.begin()
    this.#counts[partition]! += 1
    this.#offsetSum += offset
    this.#handled += 1
    if (this.#handled === this.#wanted) this.#end()
  }

  #end(): never {
    this.begin()
    const elapsed = this.#read!()
    const report: ConsumeReport = {
      records: this.#handled,
      ...elapsed,
      peakRssMiB: readPeakRssMiB(),
      counts: [...this.#counts],
      offsetSum: this.#offsetSum,
      contentSum: this.#contentSum,
    }
    printReport(report)
    process.exit(0)
  }
}
