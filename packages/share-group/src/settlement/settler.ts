import type { RecordColumns, Settlement } from '@samsa/contracts'
import { rowStates, type AcquiredBatch } from '../delivery/acquired-batch.js'
import type { TakenBatch } from '../delivery/taken-batch.js'
import { acknowledgeTypes } from '../driver.js'
import type { SessionScope } from '../scope.js'
import { LateResults } from './late-results.js'

const types = { done: acknowledgeTypes.accept, release: acknowledgeTypes.release, reject: acknowledgeTypes.reject } as const

/** Takes what became of records: ranges inside one run become rows of acknowledgements; those whose lock is over are counted and told once a turn. */
export class Settler {
  readonly late: LateResults
  readonly #scope: SessionScope
  #dropped = 0

  constructor(scope: SessionScope) {
    this.#scope = scope
    this.late = new LateResults(scope, (records) => this.drop(records))
  }

  /** See `Session.settle`. Allocates nothing but the first row of a turn. */
  settle(columns: RecordColumns, start: number, end: number, as: Settlement): void {
    const taken = columns as TakenBatch
    const { acquired } = taken
    const run = acquired.runOf(start)
    if (end <= start || end > acquired.endOfRun(run)) throw new Error(`assertion: ${start} to ${end} is no range inside a run`)
    const state = stateOf(acquired, start, end)
    const nowMs = this.#scope.clock.now()
    const records = end - start
    acquired.states.fill(rowStates.typed, start, end)
    acquired.inWork -= records
    taken.open -= records
    if (taken.interrupted === null) this.#scope.meter.settled(taken, records, nowMs)
    else this.#scope.meter.settledEach(taken, taken.interrupted, start, end, nowMs)
    if (state === rowStates.over) {
      this.drop(records)
      this.#scope.plan()
      return
    }
    acquired.untyped -= records
    const isLate = nowMs >= acquired.lock.expiresAtMs
    // the event loop was busy when the lock ended
    if (isLate && !taken.isExpiring)
      this.late.add(acquired.slotOfRun(run), acquired.columns.offsets[start]!, acquired.columns.offsets[end - 1]! + 1, as, records)
    else if (isLate || (taken.isExpiring && as !== 'release')) this.drop(records)
    const kind = isLate ? 'expired' : acquired.isExpiring ? 'late' : 'healthy'
    const type = kind === 'expired' || (taken.isExpiring && as !== 'release') ? acknowledgeTypes.release : types[as]
    acquired.acknowledgements.add(kind, acquired.columns.offsets, acquired.partitionIds[run]!, type, start, end)
  }

  /** Counts results that came too late. */
  drop(records: number): void {
    if (records === 0) return
    if (this.#dropped === 0) {
      queueMicrotask(() => {
        this.#scope.event({ type: 'dropped', records: this.#dropped, reason: 'expired-lease' })
        this.#dropped = 0
      })
    }
    this.#dropped += records
  }
}

function stateOf({ states }: AcquiredBatch, start: number, end: number): number {
  const state = states[start]!
  if (state !== rowStates.taken && state !== rowStates.over) throw new Error(`assertion: record ${start} is not in work`)
  for (let row = start + 1; row < end; row++) if (states[row] !== state) throw new Error(`assertion: record ${row} is not in work`)
  return state
}
