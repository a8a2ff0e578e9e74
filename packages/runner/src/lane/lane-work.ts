import type { SamsaError } from '@samsa/contracts'
import type { Unsettled } from '../time/turn-end.js'
import type { Resumable } from '../time/turn.js'
import { CallTimer } from './call-timer.js'
import type { CallEnd } from './call-verdict.js'
import { LaneContext } from './lane-context.js'
import type { Lane } from './lane.js'
import { PermitUse } from './permit-use.js'
import { RetryWait } from './retry-wait.js'
import { tellLateCall } from './tell-call.js'
import { TurnMeter } from './turn-meter.js'

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
  /** What is in work was forgotten while its call runs: what the call does will not count. */
  protected forgotten = false
  /** When the running call began, on the clock, where somebody listens to `record.handled`. */
  protected heardAtMs = 0
  #forgottenOffset = -1
  /** Whether what is awaited is a serde and not the handler. */
  #preparing = false
  #endTurnAsked = false

  constructor(lane: Lane) {
    this.lane = lane
    this.timer = new CallTimer(lane)
    this.permit = new PermitUse(lane)
    this.retry = new RetryWait(lane)
    this.meter = new TurnMeter(lane.scope)
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
  /** A call just succeeded. Answers whether the lane goes on at once. */
  protected abstract advance(): boolean
  /** A call is over that counts and did not just succeed. Answers whether the lane goes on at once. */
  protected abstract apply(end: CallEnd): boolean
  /** Serdes are ready for what is in work. */
  protected abstract prepared(): void
  /** Serdes failed for what is in work. Answers whether the lane goes on at once. */
  protected abstract unprepared(thrown: unknown): boolean
  /** Forgets the records that no call is working on. */
  protected abstract dropRecords(calling: boolean): void
  /** Forgets all records. */
  protected abstract forgetRecords(): void

  /** Offset of the record in work or next to run, also where its call will not count; `null` where there is none. */
  get offset(): number | null {
    return this.firstOffset ?? (this.forgotten ? this.#forgottenOffset : null)
  }

  /** When a failed record or batch runs again, on the clock; `null` where none waits. */
  get retryAtMs(): number | null {
    return this.retry.atMs
  }

  /** When the running call began, on the clock, give or take one turn of the event loop; `null` where none runs. */
  get callSinceMs(): number | null {
    return this.timer.sinceMs
  }

  /** Goes on until there is nothing left, or the lane has to wait. Sets the lane's phase. */
  run(): void {
    this.lane.phase = 'working'
    const pending = this.runNow()
    if (pending !== null) void this.#follow(pending)
  }

  /** Forgets what no call is working on, and stops waiting. A call that runs goes on, and counts. */
  dropWaiting(): void {
    const calling = this.lane.phase === 'working'
    this.retry.cancel()
    this.dropRecords(calling)
    if (!calling) this.permit.give()
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

  /** Lets `pending` be awaited: the handler's promise, or that of its serdes. */
  protected wait(pending: PromiseLike<unknown>, preparing: boolean): PromiseLike<unknown> {
    this.#preparing = preparing
    this.timer.started()
    this.askEndTurn()
    return pending
  }

  /** Asks for `endTurn` at the end of this turn of the event loop. */
  protected askEndTurn(): void {
    if (this.#endTurnAsked) return
    this.#endTurnAsked = true
    this.lane.scope.turnEnd.ask(this)
  }

  /** A call is over that did not just succeed. Answers whether the lane goes on at once. */
  protected ended(threw: boolean, value: unknown): boolean {
    const { lane } = this
    const sinceMs = this.timer.sinceMs
    this.timer.ended()
    if (lane.cut !== null) {
      tellLateCall(lane, this.#forgottenOffset, sinceMs, lane.cut, threw)
      lane.callEnded()
      lane.scope.rested()
      return false
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
    if (!lane.paused || lane.draining || lane.quieted) this.dropRecords(false)
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

  /** Lets the lane wait for its next attempt. Answers whether it goes on at once instead, because it was moved meanwhile. */
  protected again(delayMs: number): boolean {
    const { lane } = this
    lane.context.attempt++
    // whoever heard of it may have stopped the lane, or moved it
    if (this.forgotten || lane.draining || lane.quieted || lane.cut !== null) return this.mayStart()
    this.permit.give()
    this.retry.wait(delayMs)
    return false
  }

  /** Waits for calls, and makes the next ones, until the lane has to stop. */
  async #follow(pending: PromiseLike<unknown>): Promise<void> {
    const { lane } = this
    try {
      for (let next: PromiseLike<unknown> | null = pending; next !== null; next = this.runNow()) {
        let threw = false
        let value: unknown
        try {
          value = await next
        } catch (thrown) {
          threw = true
          value = thrown
        }
        if (threw || value !== undefined || lane.interrupted || this.#preparing) {
          if (!(this.#preparing ? this.#readied(threw, value) : this.ended(threw, value))) return
        } else {
          this.timer.ended()
          if (!this.advance()) return
        }
      }
    } catch (mistake) {
      lane.scope.crashed(mistake)
    }
  }

  #readied(threw: boolean, value: unknown): boolean {
    this.#preparing = false
    this.timer.ended()
    if (this.lane.cut !== null) {
      this.lane.callEnded()
      return false
    }
    this.#firedTimeout()
    if (this.forgotten) return this.#endedForgotten(threw, value)
    if (threw) return this.unprepared(value)
    this.prepared()
    return true
  }

  #endedForgotten(threw: boolean, value: unknown): boolean {
    const { context, route } = this.lane
    if (threw)
      context.log.warn(`${route.className} threw after it moved the position: the record is not settled, so nothing is retried`, {
        error: value,
      })
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
