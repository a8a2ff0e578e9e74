import { handled } from '@samsa/contracts'
import { noColumns } from '../record/no-columns.js'
import { prepareRecord, prepares } from '../record/prepare-record.js'
import { RecordView } from '../record/record-view.js'
import { recordVerdict, type CallEnd } from './call-verdict.js'
import { isPromiseLike } from './is-promise-like.js'
import { LaneContext } from './lane-context.js'
import { decideFailure, stopWorker, type FailedAt } from './lane-recovery.js'
import { LaneWork, type Step } from './lane-work.js'
import type { Lane } from './lane.js'
import { tellExhausted, tellHandled, tellRetried, tellSkipped } from './tell-call.js'

interface RecordConsumer {
  consume(record: RecordView, context: LaneContext): unknown
}

/** Runs a lane's records one after the other. Finished neighbours are settled as one range: at the end of a run, before a wait, at the end of a turn. */
export class RecordWork extends LaneWork {
  readonly #consumer: RecordConsumer
  readonly #prepares: boolean
  /** The run in work: `#doneFrom` to `#at` is finished and not settled, `#at` to `#end` is to do. */
  #columns = noColumns
  #doneFrom = 0
  #at = 0
  #end = 0
  /** Index of the record that its serdes are ready for; -1: none. */
  #prepared = -1
  /** When the record in work first failed, milliseconds since the epoch. */
  #firstFailedAtMs = 0

  constructor(lane: Lane) {
    super(lane)
    this.#consumer = lane.instance as RecordConsumer
    this.#prepares = prepares(lane.source)
  }

  get ready(): boolean {
    return this.#at < this.#end
  }

  get unsettled(): number {
    return this.#end - this.#doneFrom
  }

  protected get firstOffset(): number | null {
    return this.#at < this.#end ? (this.#columns.offsets[this.#at] as number) : null
  }

  settleDone(): void {
    if (this.#at === this.#doneFrom) return
    const { scope } = this.lane
    scope.counters.settled += this.#at - this.#doneFrom
    scope.session.settle(this.#columns, this.#doneFrom, this.#at, 'done')
    this.#doneFrom = this.#at
  }

  protected runNow(): PromiseLike<unknown> | null {
    const { lane } = this
    for (;;) {
      if (lane.interrupted && !this.mayStart()) return null
      if (this.#at === this.#end && !this.#nextRun()) return null
      if (this.hasToWait()) return null
      if (this.#prepares && this.#prepared !== this.#at) {
        const waiting = prepareRecord(lane.source, this.#columns, this.#at)
        if (waiting !== undefined) return this.waitForSerdes(waiting)
      }
      if (lane.scope.events.handledHeard) this.heardAtMs = lane.scope.clock.now()
      let returned: unknown
      try {
        returned = this.#consumer.consume(new RecordView(lane.source, this.#columns, this.#at), lane.context)
      } catch (thrown) {
        const step = this.ended(true, thrown)
        if (step !== true) return step
        continue
      }
      if ((returned === undefined || returned === handled) && !lane.interrupted) this.advance()
      else if (isPromiseLike(returned)) return this.wait(returned)
      else {
        const step = this.ended(false, returned)
        if (step !== true) return step
      }
    }
  }

  protected advance(): Step {
    const { context, scope } = this.lane
    const offset = this.#columns.offsets[this.#at] as number
    const { attempt } = context
    this.#at++
    if (attempt !== 1) context.attempt = 1
    if (scope.events.handledHeard) tellHandled(this.lane, offset, attempt, scope.clock.now() - this.heardAtMs)
    return true
  }

  protected apply(end: CallEnd): Step {
    const { route, source } = this.lane
    const verdict = recordVerdict(end, route.className, [{ source, columns: this.#columns, start: this.#at, end: this.#at + 1 }])
    const offset = this.firstOffset ?? -1
    const { attempt } = this.lane.context
    switch (verdict.type) {
      case 'done':
        return this.advance()
      case 'skipped':
        this.#pass()
        tellSkipped(this.lane, offset, attempt, verdict.reason)
        return true
      case 'failed':
        return this.#failed({ failure: verdict.failure, attempt, offset })
    }
  }

  protected prepared(): void {
    this.#prepared = this.#at
  }

  protected letterWritten(): void {
    this.#pass()
    this.settleDone()
  }

  protected lettersWritten(): Step {
    return true
  }

  protected dropRecords(calling: boolean): void {
    this.settleDone()
    this.#end = calling ? Math.min(this.#end, this.#at + 1) : this.#at
  }

  protected forgetRecords(): void {
    this.#columns = noColumns
    this.#doneFrom = this.#at = this.#end = 0
    this.#prepared = -1
  }

  /** The record in work is finished without having been handled. */
  #pass(): void {
    this.#at++
    this.lane.context.attempt = 1
  }

  #failed(failed: FailedAt): Step {
    const { lane } = this
    const { failure, attempt, offset } = failed
    this.settleDone()
    if (attempt === 1) this.#firstFailedAtMs = lane.scope.clock.wall()
    const action = decideFailure(lane, failed)
    // whoever heard of a mistake in the policy may have moved the lane
    if (this.forgotten) return this.onward()
    switch (action.type) {
      case 'retry':
        return this.#again(failed, this.delayOf(action.delayMs))
      case 'dead-letter':
        return this.#deadLetter(failed, action.topic)
      case 'skip':
        this.#pass()
        if (action.exhausted) tellExhausted(lane, offset, attempt, 'skip', failure)
        tellSkipped(lane, offset, attempt, failure.reason)
        return true
      case 'hold':
        tellExhausted(lane, offset, attempt, 'hold', failure)
        return this.hold(offset, failure)
      case 'stop':
        stopWorker(lane, failed, action)
        return this.hold(offset, failure)
    }
  }

  #again({ failure, attempt, offset }: FailedAt, delayMs: number): Step {
    this.lane.context.attempt++
    tellRetried(this.lane, { offset, lastOffset: offset, records: 1 }, attempt, failure, delayMs)
    return this.again(delayMs)
  }

  #deadLetter({ failure, attempt }: FailedAt, topic: string | null): Step {
    const lastFailedAtMs = this.lane.scope.clock.wall()
    return this.write([
      { columns: this.#columns, row: this.#at, failure, attempt, firstFailedAtMs: this.#firstFailedAtMs, lastFailedAtMs, topic },
    ])
  }

  #nextRun(): boolean {
    const { lane } = this
    this.settleDone()
    const run = lane.inbox.shift()
    LaneContext.ends(lane.context).renew()
    if (run === undefined) {
      this.forgetRecords()
      this.permit.give()
      lane.rest()
      return false
    }
    this.#columns = run.columns
    this.#doneFrom = this.#at = run.start
    this.#end = run.end
    this.#prepared = -1
    lane.holdBack.shrunk()
    return true
  }
}
