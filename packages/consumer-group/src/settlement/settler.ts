import { runWidth, type RecordColumns, type Settlement } from '@samsa/contracts'
import type { DeliveredBatch } from '../delivery/delivered-batch.js'
import type { SessionScope } from '../scope.js'
import type { Committer } from './committer.js'

/** Takes what became of records: ranges inside one run move their slot's position, those of dead slots are counted and told once a turn. */
export class Settler {
  readonly #scope: SessionScope
  readonly #committer: Committer
  #dropped = 0

  constructor(scope: SessionScope, committer: Committer) {
    this.#scope = scope
    this.#committer = committer
  }

  /** See `Session.settle`. Allocates nothing where the range continues its slot's prefix. */
  settle(columns: RecordColumns, start: number, end: number, as: Settlement): void {
    if (as !== 'done') throw new Error(`assertion: a consumer group settles positions, it cannot ${as} records`)
    const batch = columns as DeliveredBatch
    const run = batch.runOf(start)
    const at = run * runWidth
    if (end <= start || end > batch.runs[at + 1]! + batch.runs[at + 2]!)
      throw new Error(`assertion: ${start} to ${end} is no range inside a run`)
    const slot = this.#scope.slots.at(batch.runs[at]!)
    if (!slot.live) return this.#drop(end - start)
    slot.position.settle(batch.beginOf(run, start), batch.offsets[end - 1]! + 1, end - start)
    this.#committer.touch(slot)
  }

  #drop(records: number): void {
    if (this.#dropped === 0) {
      queueMicrotask(() => {
        this.#scope.event({ type: 'dropped', records: this.#dropped, reason: 'dead-slot' })
        this.#dropped = 0
      })
    }
    this.#dropped += records
  }
}
