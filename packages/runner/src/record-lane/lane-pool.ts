import type { RecordColumns } from '@samsa/contracts'
import type { RecordSource } from '../record/record-source.js'
import type { TurnEnd, Unsettled } from '../time/turn-end.js'
import type { RecordLane } from './record-lane.js'

/** The lanes of a session: made when they are needed, and used again. */
export class LanePool implements Unsettled {
  readonly all: RecordLane[] = []
  readonly #make: (source: RecordSource) => RecordLane
  readonly #turnEnd: TurnEnd
  readonly #outlived: () => void
  readonly #free: RecordLane[] = []
  /** Those whose call, or the one before it, began in this turn of the event loop. */
  #fresh: RecordLane[] = []

  /** @param outlived a call did not end in the turn in which it began */
  constructor(make: (source: RecordSource) => RecordLane, turnEnd: TurnEnd, outlived: () => void) {
    this.#make = make
    this.#turnEnd = turnEnd
    this.#outlived = outlived
  }

  /** A lane that has nothing in work: now it has. */
  take(columns: RecordColumns, source: RecordSource): RecordLane {
    const lane = this.#free.pop() ?? this.#grow(source)
    lane.columns = columns
    lane.source = source
    lane.busy = true
    return lane
  }

  /** The lane has nothing in work any more. */
  give(lane: RecordLane): void {
    lane.clear()
    this.#free.push(lane)
  }

  /** The lane awaits a call. */
  awaits(lane: RecordLane): void {
    lane.timer.started()
    if (lane.fresh) return
    lane.fresh = true
    if (this.#fresh.push(lane) === 1) this.#turnEnd.ask(this)
  }

  endTurn(): void {
    const fresh = this.#fresh
    this.#fresh = []
    for (const lane of fresh) {
      lane.fresh = false
      if (lane.busy) this.#outlived()
      lane.timer.mark()
    }
  }

  #grow(source: RecordSource): RecordLane {
    const lane = this.#make(source)
    this.all.push(lane)
    return lane
  }
}
