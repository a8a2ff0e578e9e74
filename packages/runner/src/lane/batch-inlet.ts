import type { BatchSegment } from '../record/batch-segment.js'
import type { DueEntry } from '../time/due-times.js'
import type { Lane } from './lane.js'

/** Size and wait of batches. */
export interface BatchLimits {
  readonly maxRecords: number
  /** Longest wait for a batch to fill, since its first record, milliseconds. */
  readonly maxWaitMs: number
}

/** Collects records of a lane's inbox, across polls, until a batch is full or has waited long enough. */
export class BatchInlet {
  readonly #lane: Lane
  readonly #limits: BatchLimits
  #segments: BatchSegment[] = []
  #count = 0
  #firstAtMs = 0
  #due: DueEntry | null = null

  constructor(lane: Lane, limits: BatchLimits) {
    this.#lane = lane
    this.#limits = limits
  }

  /** Records collected so far. */
  get count(): number {
    return this.#count
  }

  /** Takes what the inbox has; answers whether the batch is ready. */
  collect(): boolean {
    const { inbox, holdBack, scope } = this.#lane
    while (this.#count < this.#limits.maxRecords) {
      const run = inbox.shift(this.#limits.maxRecords - this.#count)
      if (run === undefined) break
      if (this.#count === 0) this.#firstAtMs = scope.clock.now()
      this.#segments.push(run)
      this.#count += run.end - run.start
    }
    holdBack.shrunk()
    if (this.#count === 0) return false
    return this.#count >= this.#limits.maxRecords || scope.clock.now() >= this.#firstAtMs + this.#limits.maxWaitMs
  }

  /** Wakes the lane when the batch has waited long enough. */
  waitForMore(): void {
    this.#due ??= this.#lane.scope.due.add(this.#firstAtMs + this.#limits.maxWaitMs, () => {
      this.#due = null
      this.#lane.wake()
    })
  }

  /** Hands the batch out and begins a new one. */
  take(): readonly BatchSegment[] {
    const segments = this.#segments
    this.clear()
    return segments
  }

  /** Forgets what was collected. */
  clear(): void {
    this.#segments = []
    this.#count = 0
    if (this.#due !== null) this.#lane.scope.due.remove(this.#due)
    this.#due = null
  }
}
