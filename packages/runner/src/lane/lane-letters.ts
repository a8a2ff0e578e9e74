import { backoffDelayMs, defaultBackoff } from '@samsa/contracts'
import { tellDeadLettered } from '../recovery/tell-dead-lettered.js'
import type { Lane } from './lane.js'
import { writeLetter, type Letter, type LetterEnd } from './letter.js'
import { tellUnwritten } from './tell-call.js'

/** The dead letters that a lane writes: it waits until all of them are written. */
export class LaneLetters {
  readonly #lane: Lane
  #waiting: readonly Letter[] = []
  #failed: readonly Extract<LetterEnd, { written: null }>[] = []
  #failedWrites = 0
  #writingSinceMs: number | null = null

  constructor(lane: Lane) {
    this.#lane = lane
  }

  /** How many are not written yet. */
  get count(): number {
    return this.#waiting.length
  }

  /** Offset of the first that is not written yet; `null` where there is none. */
  get firstOffset(): number | null {
    const first = this.#waiting[0]
    return first === undefined ? null : (first.columns.offsets[first.row] as number)
  }

  /** Since when it writes, on the clock; `null` where it does not. */
  get writingSinceMs(): number | null {
    return this.#writingSinceMs
  }

  /** Writes these, in this order; fulfilled with how each write ended. */
  begin(letters: readonly Letter[]): Promise<readonly LetterEnd[]> {
    this.#waiting = letters
    this.#failedWrites = 0
    return this.write()
  }

  /** Writes what is not written yet. */
  async write(): Promise<readonly LetterEnd[]> {
    this.#writingSinceMs = this.#lane.scope.clock.now()
    try {
      return await Promise.all(this.#waiting.map((letter) => writeLetter(this.#lane, letter)))
    } finally {
      this.#writingSinceMs = null
    }
  }

  /** Settles what was written, by `settle`, and tells of it; stops where `moved` says that the lane was moved by somebody who heard of it. */
  ended(ends: readonly LetterEnd[], settle: (letter: Letter) => void, moved: () => boolean): void {
    for (const { letter, written } of ends) {
      if (written === null) continue
      settle(letter)
      const { columns, row, attempt, failure } = letter
      const { scope, source } = this.#lane
      tellDeadLettered(scope, { at: source, offset: columns.offsets[row] as number, attempt, deliveryCount: null, failure }, written)
      if (moved()) return
    }
    this.#failed = ends.filter((end) => end.error !== null)
    this.#waiting = this.#failed.map(({ letter }) => letter)
    this.#lane.trouble = this.#failed[0]?.error ?? null
    if (this.#failed.length > 0) this.#failedWrites++
  }

  /** How long to wait before the next write. */
  get delayMs(): number {
    return backoffDelayMs(defaultBackoff, this.#failedWrites, this.#lane.scope.random)
  }

  /** Tells of what could not be written. `delayMs`: when it is written again; `null`: not by this lane. */
  tellFailed(delayMs: number | null): void {
    for (const { letter, error } of this.#failed) tellUnwritten(this.#lane, letter, { error, attempt: this.#failedWrites, delayMs })
  }

  /** Tells of writes that ended after the lane was moved, or its partition given up: they settle nothing. */
  tellLate(ends: readonly LetterEnd[]): void {
    const { scope, source } = this.#lane
    const { topic, partition } = source
    for (const { letter, error } of ends) {
      const how = error === null ? 'was written' : 'was not written'
      scope.log.info(`a dead letter ${how} after its lane was moved or given up: where its record comes again, so does the dead letter`, {
        topic,
        partition,
        offset: letter.columns.offsets[letter.row],
        ...(error === null ? {} : { error }),
      })
    }
  }

  /** Writes nothing more. */
  forget(): void {
    this.#waiting = []
    this.#failed = []
  }
}
