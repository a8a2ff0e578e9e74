import type { Doing } from '@samsa/contracts'
import type { Interrupted, TakenBatch } from '../delivery/taken-batch.js'

// weight of one record against what is known: about the last twenty count
const memory = 19

/** What is in hand of a session, and how long a record is worked on. */
export class WorkMeter {
  /** Records that wait to be given out. */
  queued = 0
  /** Records in work. */
  inWork = 0
  /** Records that wait for another attempt, and count neither as queued nor as in work. */
  waiting = 0
  /** Records that have ended. */
  ended = 0
  #recordMs: number | null = null
  #movedAtMs = 0
  readonly #concurrency: number

  constructor(concurrency: number) {
    this.#concurrency = concurrency
  }

  /** Working time of a record as far as it is measured, milliseconds; `null` before any has ended. */
  get recordMs(): number | null {
    return this.#recordMs
  }

  /** Records came. */
  acquired(records: number, nowMs: number): void {
    if (this.queued === 0) this.#movedAtMs = nowMs
    this.queued += records
  }

  /** Queued records were given back. */
  dropped(records: number): void {
    this.queued -= records
  }

  /** Records were given out. */
  taken(records: number, nowMs: number): void {
    this.queued -= records
    this.inWork += records
    this.#movedAtMs = nowMs
  }

  /**
   * Records of one take have ended. What is taken beyond the concurrency runs one after the other, inside one turn: there the time between two settlements counts
   * for all of them together.
   */
  settled(taken: TakenBatch, records: number, nowMs: number): void {
    this.inWork -= records
    this.#sample(this.#sinceTakenMs(taken, records, nowMs), records)
  }

  /** The same for a take of which some were not worked on all the time: what they waited is no working time. */
  settledEach(taken: TakenBatch, interrupted: Map<number, Interrupted>, start: number, end: number, nowMs: number): void {
    for (let row = start; row < end; row++) {
      const known = interrupted.get(row)
      if (known === undefined) {
        this.settled(taken, 1, nowMs)
        continue
      }
      interrupted.delete(row)
      if (known.doing === 'waiting') this.waiting--
      else this.inWork--
      this.#sample(workedMs(known, nowMs), 1)
    }
  }

  /** Work on records is interrupted, or goes on: `held` ones count as in work, `waiting` ones do not, and the time of neither is working time. */
  doing(taken: TakenBatch, start: number, end: number, doing: Doing, nowMs: number): void {
    const interrupted = (taken.interrupted ??= new Map())
    for (let row = start; row < end; row++) {
      const known = interrupted.get(row)
      const was = known?.doing ?? 'working'
      const soFarMs = known === undefined ? this.#sinceTakenMs(taken, 1, nowMs) : workedMs(known, nowMs)
      interrupted.set(row, { doing, workedMs: soFarMs, sinceMs: nowMs })
      const waits = Number(doing === 'waiting') - Number(was === 'waiting')
      this.waiting += waits
      this.inWork -= waits
      // given out again
      if (waits < 0) this.#movedAtMs = nowMs
    }
  }

  /**
   * Working time to reckon with, milliseconds: as measured, but where records wait, or all of the concurrency is in use, at least as long as nothing has been
   * given out, so that handlers that hang are seen.
   */
  workMs(nowMs: number): number {
    const isStalled = this.queued > 0 || this.inWork >= this.#concurrency
    return Math.max(this.#recordMs ?? 0, isStalled ? nowMs - this.#movedAtMs : 0)
  }

  #sinceTakenMs(taken: TakenBatch, records: number, nowMs: number): number {
    const isSerial = taken.count > this.#concurrency
    const sampleMs = isSerial ? ((nowMs - taken.settledAtMs) / records) * this.#concurrency : nowMs - taken.takenAtMs
    taken.settledAtMs = nowMs
    return sampleMs
  }

  #sample(sampleMs: number, records: number): void {
    this.ended += records
    this.#recordMs = this.#recordMs === null ? sampleMs : this.#recordMs + (sampleMs - this.#recordMs) * (records / (records + memory))
  }
}

const workedMs = ({ doing, workedMs: before, sinceMs }: Interrupted, nowMs: number): number =>
  before + (doing === 'working' ? nowMs - sinceMs : 0)
