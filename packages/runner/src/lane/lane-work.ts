import type { SamsaError } from '@samsa/contracts'
import type { Unsettled } from '../time/turn-end.js'
import type { Resumable } from '../time/turn.js'
import { CallTimer } from './call-timer.js'
import type { CallFailure } from './call-failure.js'
import type { CallEnd } from './call-verdict.js'
import { LaneContext } from './lane-context.js'
import type { Lane } from './lane.js'
import { LaneLetters } from './lane-letters.js'
import { heldError } from './lane-recovery.js'
import type { Letter, LetterEnd } from './letter.js'
import { PermitUse } from './permit-use.js'
import { RetryWait } from './retry-wait.js'
import { tellLateCall } from './tell-call.js'
import { TurnMeter } from './turn-meter.js'

/** What a lane does next: it goes on at once, waits for a promise, or does neither (its phase says what it waits for). */
export type Step = true | PromiseLike<unknown> | null

/**
 * Runs a lane's records: what single records and batches have in common. Calls follow one another; it waits only where one returned a promise, decides
 * whether the end of a call still counts, and settles what is finished at the end of every turn of the event loop.
 */
export abstract class LaneWork implements Unsettled, Resumable {
  protected readonly lane: Lane
  protected readonly timer: CallTimer
  protected readonly permit: PermitUse
  protected readonly retry: RetryWait
  protected readonly meter: TurnMeter
  protected readonly letters: LaneLetters
  /** What is in work was forgotten while its call runs: what the call does will not count. */
  protected forgotten = false
  /** When the running call began, on the clock, where somebody listens to `record.handled`. */
  protected heardAtMs = 0
  #forgottenOffset = -1
  /** What follows what is awaited, where that is not a call. */
  #next: ((threw: boolean, value: unknown) => Step) | null = null
  #endTurnAsked = false

  constructor(lane: Lane) {
    this.lane = lane
    this.timer = new CallTimer(lane)
    this.permit = new PermitUse(lane)
    this.retry = new RetryWait(lane)
    this.meter = new TurnMeter(lane.scope)
    this.letters = new LaneLetters(lane)
  }

  /** Whether something that was taken out of the inbox waits to be run. */
  abstract get ready(): boolean
  /** Records that were taken out of the inbox and are not settled. */
  abstract get unsettled(): number
  /** Settles what is finished. */
  abstract settleDone(): void
  /** Offset of the record, or first of the batch, in work or next to run; `null` where there is none. */
  protected abstract get firstOffset(): number | null
  /** Calls the handler until it returns a promise (which is the answer), or the lane has to stop (`null`). */
  protected abstract runNow(): PromiseLike<unknown> | null
  /** A call just succeeded. */
  protected abstract advance(): Step
  /** A call is over that counts and did not just succeed. */
  protected abstract apply(end: CallEnd): Step
  /** Serdes are ready for what is in work. */
  protected abstract prepared(): void
  /** The dead letter of a record was written: settles it. */
  protected abstract letterWritten(letter: Letter): void
  /** All dead letters are written. */
  protected abstract lettersWritten(): Step
  /** Forgets the records that no call is working on. */
  protected abstract dropRecords(calling: boolean): void
  /** Forgets all records. */
  protected abstract forgetRecords(): void

  /** Offset of the record in work or next to run, also where its call will not count; `null` where there is none. */
  get offset(): number | null {
    return this.firstOffset ?? (this.forgotten ? this.#forgottenOffset : null)
  }

  /** When a failed record or batch runs again, or its dead letter is written again, on the clock; `null` where none waits. */
  get retryAtMs(): number | null {
    return this.retry.atMs
  }

  /** Since when dead letters are being written, on the clock; `null` where none is. */
  get writingSinceMs(): number | null {
    return this.letters.writingSinceMs
  }

  /** When the running call began, on the clock, give or take one turn of the event loop; `null` where none runs. */
  get callSinceMs(): number | null {
    return this.timer.sinceMs
  }

  /** Goes on until there is nothing left, or the lane has to wait. Sets the lane's phase. */
  run(): void {
    this.lane.phase = 'working'
    try {
      const pending = this.runNow()
      if (pending !== null) void this.#follow(pending)
    } catch (mistake) {
      // out of a timer, or of a turn, nobody else would end the session
      this.lane.scope.crashed(mistake)
    }
  }

  /** Forgets what no call is working on, and stops waiting. A call that runs goes on, and counts. */
  dropWaiting(): void {
    const calling = this.lane.phase === 'working'
    this.retry.cancel()
    this.dropRecords(calling)
    if (calling) return
    this.#forgetLetters()
    this.permit.give()
  }

  /** Forgets everything: what a call that runs does will not count. */
  forget(): void {
    if (this.lane.phase === 'working') {
      this.#forgottenOffset = this.firstOffset ?? -1
      this.forgotten = true
      this.lane.interrupted = true
    }
    if (this.lane.phase !== 'working' || this.lane.cut !== null) this.permit.give()
    this.retry.cancel()
    this.forgetRecords()
    this.#forgetLetters()
    this.lane.context.attempt = 1
  }

  /** The lane is over. */
  stop(): void {
    this.retry.cancel()
    this.permit.give()
    this.timer.stop()
  }

  endTurn(): void {
    this.#endTurnAsked = false
    this.settleDone()
    this.timer.mark()
  }

  resumeTurn(): void {
    if (this.lane.phase !== 'yielded') return
    this.lane.phase = 'idle'
    this.lane.wake()
  }

  /** Lets the promise of a call be awaited. */
  protected wait(pending: PromiseLike<unknown>): PromiseLike<unknown> {
    this.timer.started()
    this.askEndTurn()
    return pending
  }

  /** Lets serdes get ready before the call. */
  protected waitForSerdes(pending: PromiseLike<unknown>): PromiseLike<unknown> {
    this.#next = this.#readied
    return this.wait(pending)
  }

  /** Asks for `endTurn` at the end of this turn of the event loop. */
  protected askEndTurn(): void {
    if (this.#endTurnAsked) return
    this.#endTurnAsked = true
    this.lane.scope.turnEnd.ask(this)
  }

  /** A call is over that did not just succeed. */
  protected ended(threw: boolean, value: unknown): Step {
    const { lane } = this
    const sinceMs = this.timer.sinceMs
    this.timer.ended()
    if (lane.cut !== null) {
      tellLateCall(lane, this.#forgottenOffset, sinceMs, lane.cut, threw)
      return this.#endedCut()
    }
    const timeout = this.#firedTimeout()
    if (timeout !== null && !threw) tellLateCall(lane, this.offset ?? -1, sinceMs, timeout, false)
    return this.forgotten ? this.#endedForgotten(threw, value) : this.apply({ threw, value, timeout })
  }

  /** The lane was interrupted: answers whether it may start the next call all the same; otherwise it stops. */
  protected mayStart(): boolean {
    const { lane } = this
    this.forgotten = false
    lane.recheck()
    if (lane.starts) return true
    this.settleDone()
    if (!lane.paused || lane.draining || lane.quieted) {
      this.dropRecords(false)
      this.#forgetLetters()
    }
    this.permit.give()
    lane.rest()
    return false
  }

  /** Answers whether the lane has to wait before its next call, for a permit or for the event loop, and lets it. */
  protected hasToWait(): boolean {
    const { lane } = this
    const lacksPermit = lane.route.permits !== null && !this.permit.take()
    if (!lacksPermit && !this.meter.due()) return false
    this.settleDone()
    lane.phase = lacksPermit ? 'permit' : 'yielded'
    if (!lacksPermit) lane.scope.turn.yield(this)
    return true
  }

  /** How long the lane waits where recovery says `delayMs`: not at all where it starts nothing more. */
  protected delayOf(delayMs: number): number {
    return this.lane.draining || this.lane.quieted ? 0 : delayMs
  }

  /** Lets the lane wait for its next attempt. */
  protected again(delayMs: number): Step {
    if (this.#leaves) return this.onward()
    this.permit.give()
    this.retry.wait(delayMs, 'waiting', () => this.lane.wake())
    return null
  }

  /** The lane waits for a person, at the record with this offset. */
  protected hold(offset: number, failure: CallFailure): Step {
    if (this.#leaves) return this.onward()
    const { lane } = this
    lane.trouble = heldError(lane, { offset, failure })
    this.permit.give()
    lane.phase = 'held'
    lane.scope.rested()
    return null
  }

  /** Writes dead letters, and waits for their delivery reports: without a permit, so that a write without an answer holds up no other partition. */
  protected write(letters: readonly Letter[]): PromiseLike<unknown> {
    this.#next = this.#written
    this.permit.give()
    return this.letters.begin(letters)
  }

  /** The lane was told something else while it told what it did. */
  protected onward(): Step {
    return this.mayStart() ? true : null
  }

  /** Whether something else is to be done than to wait: the lane was moved, or is given up. */
  get #leaves(): boolean {
    const { draining, quieted, cut } = this.lane
    return this.forgotten || draining || quieted || cut !== null
  }

  /** Waits for calls, and makes the next ones, until the lane has to stop. */
  async #follow(pending: PromiseLike<unknown>): Promise<void> {
    const { lane } = this
    try {
      for (let next: PromiseLike<unknown> | null = pending; next !== null;) {
        let threw = false
        let value: unknown
        try {
          value = await next
        } catch (thrown) {
          threw = true
          value = thrown
        }
        let step: Step
        if (threw || value !== undefined || lane.interrupted || this.#next !== null) step = this.#came(threw, value)
        else {
          this.timer.ended()
          step = this.advance()
        }
        next = step === true ? this.runNow() : step
      }
    } catch (mistake) {
      lane.scope.crashed(mistake)
    }
  }

  /** What was awaited has come, and is not just a call that succeeded. */
  #came(threw: boolean, value: unknown): Step {
    const next = this.#next
    if (next === null) return this.ended(threw, value)
    this.#next = null
    return next(threw, value)
  }

  readonly #readied = (threw: boolean, value: unknown): Step => {
    this.timer.ended()
    if (this.lane.cut !== null) return this.#endedCut()
    this.#firedTimeout()
    if (this.forgotten) return this.#endedForgotten(threw, value)
    if (threw) return this.apply({ threw, value, timeout: null })
    this.prepared()
    return true
  }

  readonly #written = (threw: boolean, value: unknown): Step => {
    if (threw) throw value
    const { lane, letters } = this
    const ends = value as readonly LetterEnd[]
    if (lane.cut !== null || this.forgotten) {
      letters.tellLate(ends)
      return lane.cut === null ? this.#goOn() : this.#endedCut()
    }
    letters.ended(
      ends,
      (letter) => this.letterWritten(letter),
      () => this.forgotten,
    )
    if (this.forgotten) return this.onward()
    return letters.count === 0 ? this.lettersWritten() : this.#writeAgain()
  }

  /** Holds the lane until what failed is written. */
  #writeAgain(): Step {
    const { lane, letters } = this
    const { delayMs } = letters
    letters.tellFailed(this.#leaves ? null : delayMs)
    // whoever heard of it may have stopped the lane, or moved it
    if (this.#leaves) return this.onward()
    this.retry.wait(delayMs, 'unwritten', () => {
      lane.phase = 'working'
      this.#next = this.#written
      void this.#follow(letters.write())
    })
    return null
  }

  #forgetLetters(): void {
    this.letters.forget()
    this.lane.trouble = null
  }

  #endedCut(): null {
    this.lane.callEnded()
    this.lane.scope.rested()
    return null
  }

  #endedForgotten(threw: boolean, value: unknown): Step {
    const { context, route } = this.lane
    if (threw)
      context.log.warn(`${route.className} threw after it moved the position: the record is not settled, so nothing is retried`, {
        error: value,
      })
    return this.#goOn()
  }

  /** The lane goes on where it was moved to. */
  #goOn(): true {
    this.forgotten = false
    this.lane.recheck()
    return true
  }

  /** The timeout that fired during the call; the next call gets a fresh signal. */
  #firedTimeout(): SamsaError | null {
    const ends = LaneContext.ends(this.lane.context)
    const { reason } = ends
    if (reason === null) return null
    ends.renew()
    this.lane.recheck()
    return reason
  }
}
