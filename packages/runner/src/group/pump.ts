import { runWidth, type Session } from '@samsa/contracts'
import type { Lane } from '../lane/lane.js'
import type { Turn } from '../time/turn.js'

/** Most records of one take: larger ones hold the event loop longer and are no faster. */
const takeRecords = 1_000
/** Soft bound of one take, bytes. */
const largestTakeBytes = 1024 * 1024

/** What a pump needs. */
export interface PumpParts {
  readonly session: Session
  readonly turn: Turn
  /** The lane of a slot; `undefined` where it has none any more. */
  readonly laneOf: (slot: number) => Lane | undefined
  /** Bounds of a lane: one take gives it no more bytes than may wait in it. */
  readonly limits: { readonly bytes: number }
  /** A mistake of ours. */
  readonly crashed: (error: unknown) => void
}

/**
 * Moves records from the session into the lanes: takes until there are none, all lanes are full, or the time of this turn is over; then it comes back in
 * the next turn. Lanes run synchronous handlers inside it.
 */
export class Pump {
  readonly #parts: PumpParts
  #planned = false
  #running = false
  #stopped = false

  constructor(parts: PumpParts) {
    this.#parts = parts
  }

  /** The session has records. Called in a turn of its own. */
  ready(): void {
    this.#parts.turn.begin()
    this.#run()
  }

  /** Looks again in the next turn. */
  plan(): void {
    if (this.#planned || this.#stopped) return
    this.#planned = true
    setImmediate(() => {
      this.#planned = false
      this.ready()
    })
  }

  /** Takes nothing more, for good. */
  stop(): void {
    this.#stopped = true
  }

  #run(): void {
    // a handler that is run inside may lead back here
    if (this.#running || this.#stopped) return this.plan()
    this.#running = true
    try {
      this.#takeAll()
    } catch (mistake) {
      this.#parts.crashed(mistake)
    } finally {
      this.#running = false
    }
  }

  #takeAll(): void {
    const { session, turn, laneOf, limits } = this.#parts
    while (!this.#stopped) {
      const columns = session.take(takeRecords, Math.min(largestTakeBytes, limits.bytes))
      if (columns === null) return
      const { runs } = columns
      for (let run = 0; run < runs.length; run += runWidth) {
        laneOf(runs[run] as number)?.push(columns, runs[run + 1] as number, runs[run + 2] as number)
      }
      if (turn.over) return this.plan()
    }
  }
}
