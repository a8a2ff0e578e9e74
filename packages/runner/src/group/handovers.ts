import { SamsaError, type Clock, type Handover, type Session } from '@samsa/contracts'
import type { Lane } from '../lane/lane.js'
import type { DueTimes } from '../time/due-times.js'
import type { CutCall } from './cut-call.js'
import type { LaneTable } from './lane-table.js'

/** What handovers need. */
export interface HandoverParts {
  readonly session: Session
  readonly clock: Clock
  readonly due: DueTimes
  readonly lanes: LaneTable
  /** Hears of calls that were cut at the deadline. */
  readonly cut: (call: CutCall) => void
}

/**
 * Gives partitions up: `draining` fires, nothing new starts, running handlers finish, `onRevoked` runs, and only then the partitions are surrendered. What
 * still runs at the deadline is cut: its `signal` fires, and its record is repeated elsewhere.
 */
export class Handovers {
  readonly #parts: HandoverParts
  readonly #open = new Set<Handover>()

  constructor(parts: HandoverParts) {
    this.#parts = parts
  }

  /** Begins to give up the slots of `handover`. */
  begin(handover: Handover): void {
    const { lanes, due, session } = this.#parts
    const leaving = lanes.ofAll(handover.slots)
    const why = new SamsaError('SAMSA_PARTITION_REVOKED', 'the partition is being given up to another member')
    this.#open.add(handover)
    const deadline = due.add(handover.deadlineMs, () => this.#expire(leaving))
    void Promise.all(leaving.map((lane) => lane.drain(why, 'onRevoked'))).then(() => {
      due.remove(deadline)
      if (this.#open.delete(handover)) session.surrender(handover)
    })
  }

  /** The slots are gone: the engine has given them up, by our word or at the deadline. */
  over(slots: Int32Array): void {
    for (const handover of this.#open) if (handover.slots.some((slot) => slots.includes(slot))) this.#open.delete(handover)
    this.#expire(this.#parts.lanes.ofAll(slots))
  }

  /** The session is over: nothing is left to give up. */
  clear(): void {
    this.#open.clear()
  }

  #expire(leaving: readonly Lane[]): void {
    const why = new SamsaError(
      'SAMSA_DRAIN_DEADLINE',
      'the drain time is over: the partition is given up, and what still runs is repeated elsewhere',
    )
    for (const lane of leaving) {
      const offset = lane.work.offset
      if (lane.cutOff(why, true)) this.#parts.cut({ topic: lane.source.topic, partition: lane.source.partition, offset })
    }
  }
}
