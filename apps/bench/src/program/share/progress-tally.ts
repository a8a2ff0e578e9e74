import { type Elapsed, readPeakRssMiB, startStopwatch } from '../stopwatch.js'
import type { MemberReport } from './share-job.js'

const sampleMs = 5

/** How a member ended: what must not have happened and did, and what is worth knowing. */
export interface MemberEnd {
  readonly troubles: readonly string[]
  readonly notes?: readonly string[] | undefined
}

/**
 * Counts what one of several member processes handles. None of them knows when the last record of all is handled: it keeps a timeline, at
 * most one point each 5 ms besides the last one, and the harness puts the timelines together.
 *
 * The time of a record is that of the end of its turn of the event loop: a clock read for each record would cost as much as the record.
 */
export class ProgressTally {
  #handled = 0
  #seen = 0
  #offsetSum = 0
  #sampling = false
  readonly #counts: Float64Array
  readonly #timeline: number[] = []
  #read: (() => Elapsed) | undefined
  #elapsed: Elapsed = { seconds: 0, cpuSeconds: 0, threadCpuSeconds: 0 }

  constructor(partitions: number) {
    this.#counts = new Float64Array(partitions)
  }

  /** Says that the handler has a record in its hands; before it waits for anything. */
  begin(): void {
    if (this.#read !== undefined) return
    this.#read = startStopwatch()
    this.#timeline.push(performance.timeOrigin + performance.now(), 0)
  }

  /** Counts one record as handled. */
  record(partition: number, offset: number): void {
    this.#counts[partition]! += 1
    this.#offsetSum += offset
    this.#handled += 1
    if (this.#sampling) return
    this.begin()
    this.#sampling = true
    setImmediate(this.#sample)
  }

  /** Records handled so far. The CPU time of the report is that at the last call that found more than the one before. */
  progress(): number {
    if (this.#handled !== this.#seen && this.#read !== undefined) this.#elapsed = this.#read()
    this.#seen = this.#handled
    return this.#handled
  }

  report({ troubles, notes = [] }: MemberEnd): MemberReport {
    const { cpuSeconds, threadCpuSeconds } = this.#elapsed
    return {
      handled: this.#handled,
      counts: [...this.#counts],
      offsetSum: this.#offsetSum,
      timeline: this.#timeline,
      cpuSeconds,
      threadCpuSeconds,
      peakRssMiB: readPeakRssMiB(),
      troubles,
      notes,
    }
  }

  readonly #sample = (): void => {
    this.#sampling = false
    const timeline = this.#timeline
    const now = performance.timeOrigin + performance.now()
    // The last point moves on until it is old enough to stay.
    if (timeline.length >= 4 && now - timeline.at(-4)! < sampleMs) timeline.length -= 2
    timeline.push(now, this.#handled)
  }
}
