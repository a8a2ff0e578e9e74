import { accept, runWidth, type RecordColumns } from '@samsa/contracts'
import { isPromiseLike } from '../lane/is-promise-like.js'
import { Queue } from '../lane/queue.js'
import { noColumns } from '../record/no-columns.js'
import { prepareRecord, prepares } from '../record/prepare-record.js'
import { RecordView } from '../record/record-view.js'
import type { Unfinished } from './run-again.js'
import { LockedWork, type LockedWorkParts } from './locked-work.js'
import { countRecords, type LockedSegment } from './locked-segment.js'
import type { RecordContext } from './record-context.js'
import type { RecordLane } from './record-lane.js'

interface RecordConsumer {
  consume(record: RecordView, context: RecordContext): unknown
}

/** Most records of one take while calls end in the turn of the event loop in which they begin. */
const quickTake = 256
const noRuns: Int32Array = new Int32Array(0)

/**
 * Runs records one by one on the lanes of their route. Calls that return synchronously follow one another on one lane, and are settled as ranges; one that returns a promise
 * keeps its lane, and the next lane goes on.
 */
export class LockedRecordWork extends LockedWork {
  readonly #consumer: RecordConsumer
  #prepares: boolean | null = null
  /** The take in work: of the current run `#doneFrom` to `#doneTo` is finished and not settled, `#at` to `#end` is to do. */
  #columns: RecordColumns = noColumns
  #source: RecordLane['source'] | null = null
  #doneFrom = 0
  #doneTo = 0
  #at = 0
  #end = 0
  /** Last delivery in which records of the take are run. */
  #lastRun = Infinity
  /** The runs of the take, and the next of them. */
  #runs: Int32Array = noRuns
  #run = 0
  /** To be started first. */
  readonly #kept = new Queue<LockedSegment>()

  constructor(parts: LockedWorkParts) {
    super(parts)
    this.#consumer = parts.route.instance() as RecordConsumer
  }

  get waiting(): number {
    let waiting = this.#end - this.#at + (this.#kept.length === 0 ? 0 : countRecords(this.#kept.all))
    for (let run = this.#run; run < this.#runs.length; run += runWidth) waiting += this.#runs[run + 2] as number
    return waiting
  }

  protected settleDone(): void {
    const done = this.#doneTo - this.#doneFrom
    if (done === 0 || this.gone) return
    this.scope.counters.settled += done
    this.scope.session.settle(this.#columns, this.#doneFrom, this.#doneTo, 'done')
    this.#doneFrom = this.#doneTo
  }

  protected startAll(): void {
    while (this.starts && this.runAgain() && this.permits > 0 && (this.#at < this.#end || this.#next())) {
      const lane = this.pool.take(this.#columns, this.#source as RecordLane['source'])
      const pending = this.#runOn(lane)
      if (pending === null) return this.pool.give(lane)
      this.occupy(lane, pending, 1)
    }
  }

  protected restart({ segments, executions, firstFailedAtMs }: Unfinished): void {
    const { columns, source, start } = segments[0] as LockedSegment
    const lane = this.pool.take(columns, source)
    lane.row = start
    lane.execution = executions + 1
    lane.firstFailedAtMs = firstFailedAtMs
    const waiting = prepares(source) ? prepareRecord(source, columns, start) : undefined
    lane.preparing = waiting !== undefined
    const pending = waiting ?? this.call(lane)
    if (pending === null) this.pool.give(lane)
    else this.occupy(lane, pending, 1)
  }

  protected call(lane: RecordLane): PromiseLike<unknown> | null {
    const { scope } = this
    if (scope.events.handledHeard) lane.heardAtMs = scope.clock.now()
    let returned: unknown
    try {
      returned = this.#consumer.consume(new RecordView(lane.source, lane.columns, lane.row), lane.context)
    } catch (thrown) {
      this.ended(lane, true, thrown)
      return null
    }
    if (isPromiseLike(returned)) return returned
    if ((returned === undefined || returned === accept) && !lane.interrupted) this.succeeded(lane)
    else this.ended(lane, false, returned)
    return null
  }

  protected succeeded(lane: RecordLane): void {
    const { scope } = this
    scope.counters.settled++
    scope.session.settle(lane.columns, lane.row, lane.row + 1, 'done')
    if (scope.events.handledHeard) scope.events.handled(lane.source, lane.offset, lane.attempt, scope.clock.now() - lane.heardAtMs)
  }

  protected takeBack(of: RecordColumns | null): readonly LockedSegment[] {
    const goes = ({ columns }: LockedSegment): boolean => of === null || columns === of
    const kept = this.#kept.all
    const back = kept.filter(goes)
    if (back.length > 0) this.#kept.replace(kept.filter((segment) => !goes(segment)))
    if (of !== null && of !== this.#columns) return back
    const columns = this.#columns
    if (this.#at < this.#end && this.#source !== null) back.push({ columns, source: this.#source, start: this.#at, end: this.#end })
    for (let run = this.#run; run < this.#runs.length; run += runWidth) {
      const start = this.#runs[run + 1] as number
      const source = this.sources.of(this.#runs[run] as number)
      back.push({ columns, source, start, end: start + (this.#runs[run + 2] as number) })
    }
    this.#end = this.#at
    this.#runs = noRuns
    this.#run = 0
    return back
  }

  protected startFirst(kept: readonly LockedSegment[]): void {
    for (const segment of kept) this.#kept.push(segment)
  }

  /** Runs records on this lane until one returns a promise, which is the answer, or nothing more may be started (`null`). */
  #runOn(lane: RecordLane): PromiseLike<unknown> | null {
    const { scope } = this
    const { events } = scope
    while (this.starts && (this.#at < this.#end || this.#next())) {
      if (this.meter.due()) {
        this.later()
        return null
      }
      const row = this.#at++
      const columns = this.#columns
      const source = this.#source as RecordLane['source']
      if (columns.deliveryCounts !== null && (columns.deliveryCounts[row] as number) > this.#lastRun) {
        this.#leaveOut()
        this.recovery.unrun({ columns, source, start: row, end: row + 1 }, 'deliveries', false)
        continue
      }
      lane.columns = columns
      lane.source = source
      lane.row = row
      if (this.#prepares === true) {
        const waiting = prepareRecord(source, columns, row)
        if (waiting !== undefined) return this.#prepare(lane, waiting)
      }
      if (events.handledHeard) lane.heardAtMs = scope.clock.now()
      let returned: unknown
      try {
        returned = this.#consumer.consume(new RecordView(source, columns, row), lane.context)
      } catch (thrown) {
        this.#endedAtOnce(lane, true, thrown)
        continue
      }
      if ((returned === undefined || returned === accept) && !lane.interrupted) {
        this.quick = true
        this.#doneTo = this.#at
        if (events.handledHeard) events.handled(source, lane.offset, lane.attempt, scope.clock.now() - lane.heardAtMs)
      } else if (isPromiseLike(returned)) {
        this.#leaveOut()
        return returned
      } else {
        this.#endedAtOnce(lane, false, returned)
      }
    }
    return null
  }

  #prepare(lane: RecordLane, waiting: Promise<void>): PromiseLike<unknown> {
    lane.preparing = true
    this.#leaveOut()
    return waiting
  }

  /** A call that did not just succeed returned, or threw, at once. */
  #endedAtOnce(lane: RecordLane, threw: boolean, value: unknown): void {
    this.quick = true
    this.#leaveOut()
    this.ended(lane, threw, value)
    lane.clear()
    lane.busy = true
  }

  /** The record that was started last is settled on its own. */
  #leaveOut(): void {
    this.settleDone()
    this.#doneFrom = this.#doneTo = this.#at
  }

  /** Goes on to the next run, or take. Answers whether there is one. */
  #next(): boolean {
    this.settleDone()
    if (this.#run < this.#runs.length) return this.#begin(this.#columns, this.#runs, this.#run)
    const kept = this.#kept.take()
    if (kept !== undefined) return this.#setRun(kept.columns, kept.source, kept.start, kept.end)
    if (!this.dry) {
      const taken = this.scope.session.take(this.quick ? quickTake : Math.max(1, this.permits), Number.MAX_SAFE_INTEGER)
      if (taken !== null) return this.#begin(taken, taken.runs, 0)
      this.dry = true
    }
    return this.#setRun(noColumns, null, 0, 0)
  }

  #begin(columns: RecordColumns, runs: Int32Array, run: number): boolean {
    this.#runs = runs
    this.#run = run + runWidth
    const start = runs[run + 1] as number
    return this.#setRun(columns, this.sources.of(runs[run] as number), start, start + (runs[run + 2] as number))
  }

  #setRun(columns: RecordColumns, source: RecordLane['source'] | null, start: number, end: number): boolean {
    if (columns !== this.#columns) this.#lastRun = this.recovery.lastRun(columns)
    this.#columns = columns
    this.#source = source
    this.#doneFrom = this.#doneTo = this.#at = start
    this.#end = end
    if (source !== null) this.#prepares = prepares(source)
    return end > start
  }
}
