import { handled } from '@samsa/contracts'
import { noColumns } from '../record/no-columns.js'
import { prepareRecord, prepares } from '../record/prepare-record.js'
import { RecordView } from '../record/record-view.js'
import type { CallFailure } from './call-failure.js'
import { recordVerdict, type CallEnd } from './call-verdict.js'
import { isPromiseLike } from './is-promise-like.js'
import { LaneContext } from './lane-context.js'
import { LaneWork } from './lane-work.js'
import type { Lane } from './lane.js'
import { tellHandled, tellSkipped } from './tell-call.js'

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
        if (waiting !== undefined) return this.wait(waiting, true)
      }
      if (lane.scope.events.handledHeard) this.heardAtMs = lane.scope.clock.now()
      let returned: unknown
      try {
        returned = this.#consumer.consume(new RecordView(lane.source, this.#columns, this.#at), lane.context)
      } catch (thrown) {
        if (!this.ended(true, thrown)) return null
        continue
      }
      if ((returned === undefined || returned === handled) && !lane.interrupted) this.advance()
      else if (isPromiseLike(returned)) return this.wait(returned, false)
      else if (!this.ended(false, returned)) return null
    }
  }

  protected advance(): boolean {
    const { context, scope } = this.lane
    const offset = this.#columns.offsets[this.#at] as number
    const { attempt } = context
    this.#at++
    if (attempt !== 1) context.attempt = 1
    if (scope.events.handledHeard) tellHandled(this.lane, offset, attempt, scope.clock.now() - this.heardAtMs)
    return true
  }

  protected apply(end: CallEnd): boolean {
    const verdict = recordVerdict(end, this.lane.route.className)
    if (verdict.type === 'again') return this.#again(verdict.failure, verdict.afterMs)
    const offset = this.firstOffset ?? -1
    const { attempt } = this.lane.context
    this.advance()
    if (verdict.type === 'skipped') tellSkipped(this.lane, offset, attempt, verdict.reason)
    return true
  }

  protected prepared(): void {
    this.#prepared = this.#at
  }

  protected unprepared(thrown: unknown): boolean {
    return this.apply({ threw: true, value: thrown, timeout: null })
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

  #again(failure: CallFailure, afterMs: number | null): boolean {
    this.settleDone()
    const offset = this.#columns.offsets[this.#at] as number
    const delayMs = this.retry.delayMs(failure, afterMs)
    this.retry.tell({ offset, lastOffset: offset, records: 1 }, failure, delayMs)
    return this.again(delayMs)
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
