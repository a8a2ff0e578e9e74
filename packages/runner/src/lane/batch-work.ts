import type { ConsumerGroupOutcome } from '@samsa/contracts'
import type { BatchSegment, SourcedSegment } from '../record/batch-segment.js'
import { LaneBatch } from '../record/lane-batch.js'
import { prepareSegments, prepares } from '../record/prepare-record.js'
import { BatchInlet, type BatchLimits } from './batch-inlet.js'
import { BatchLedger, type DoneSegment, type LeftSegment } from './batch-ledger.js'
import { batchVerdict, outcomeVerdict, type CallEnd, type CallVerdict } from './call-verdict.js'
import { isPromiseLike } from './is-promise-like.js'
import { LaneContext } from './lane-context.js'
import { LaneWork } from './lane-work.js'
import type { Lane } from './lane.js'
import { tellHandled, tellSkipped } from './tell-call.js'

interface BatchConsumer {
  consumeBatch(batch: LaneBatch<ConsumerGroupOutcome>, context: LaneContext): unknown
}

const done: CallVerdict = Object.freeze({ type: 'done' })

/** Runs a lane's records in batches, one after the other. What a call did not finish comes again, alone, before anything new is collected. */
export class BatchWork extends LaneWork {
  readonly #consumer: BatchConsumer
  readonly #prepares: boolean
  readonly #inlet: BatchInlet
  /** The batch in work, or next to run. */
  #ledger = new BatchLedger([])
  #count = 0
  #batch: LaneBatch<ConsumerGroupOutcome> | null = null
  #prepared = false

  constructor(lane: Lane, limits: BatchLimits) {
    super(lane)
    this.#consumer = lane.instance as BatchConsumer
    this.#prepares = prepares(lane.source)
    this.#inlet = new BatchInlet(lane, limits)
  }

  get ready(): boolean {
    return this.unsettled > 0
  }

  get unsettled(): number {
    return this.#count + this.#inlet.count
  }

  protected get firstOffset(): number | null {
    const first = this.#ledger.segments[0]
    return first === undefined ? null : (first.columns.offsets[first.start] as number)
  }

  settleDone(): void {
    this.#settle(this.#ledger.takeDone())
  }

  protected runNow(): PromiseLike<unknown> | null {
    const { lane } = this
    for (;;) {
      if (lane.interrupted && !this.mayStart()) return null
      if (this.#count === 0 && !this.#next()) return null
      if (this.hasToWait()) return null
      const waiting = this.#prepares && !this.#prepared ? prepareSegments(this.#sourced()) : undefined
      if (waiting !== undefined) return this.wait(waiting, true)
      if (lane.scope.events.handledHeard) this.heardAtMs = lane.scope.clock.now()
      LaneContext.ends(lane.context).renew()
      this.#batch = this.#makeBatch()
      let returned: unknown
      try {
        returned = this.#consumer.consumeBatch(this.#batch, lane.context)
      } catch (thrown) {
        if (!this.ended(true, thrown)) return null
        continue
      }
      if (isPromiseLike(returned)) return this.wait(returned, false)
      if (!this.ended(false, returned)) return null
    }
  }

  protected advance(): boolean {
    return this.#finish(done)
  }

  protected apply(end: CallEnd): boolean {
    return this.#finish(batchVerdict(end, this.lane.route.className))
  }

  protected prepared(): void {
    this.#prepared = true
  }

  protected unprepared(thrown: unknown): boolean {
    return this.apply({ threw: true, value: thrown, timeout: null })
  }

  protected dropRecords(calling: boolean): void {
    this.#inlet.clear()
    if (calling) return
    this.settleDone()
    this.#begin([])
  }

  protected forgetRecords(): void {
    this.#inlet.clear()
    this.#endBatch()
    this.#begin([])
  }

  /** Answers whether there is a batch to run; where there is none yet, the lane waits or rests. */
  #next(): boolean {
    if (this.#inlet.collect()) {
      this.#begin(this.#inlet.take())
      return true
    }
    this.permit.give()
    if (this.#inlet.count === 0) {
      this.lane.rest()
      return false
    }
    this.lane.phase = 'collecting'
    this.#inlet.waitForMore()
    return false
  }

  #begin(segments: readonly BatchSegment[]): void {
    this.#ledger = new BatchLedger(segments)
    this.#count = segments.reduce((sum, segment) => sum + segment.end - segment.start, 0)
    this.#prepared = false
  }

  /** The call is over: `rest` becomes of what it did not settle. Answers whether the lane goes on at once. */
  #finish(rest: CallVerdict): boolean {
    this.#endBatch()
    const ledger = this.#ledger
    const { done: finished, left } = ledger.end(rest)
    this.#settle(finished)
    // whoever heard of it may have moved the lane: it looks at itself before the next call
    if (this.#ledger !== ledger) return true
    this.#begin(left)
    if (left.length === 0) this.lane.context.attempt = 1
    return left.length === 0 || this.again(this.#tellLeft(left))
  }

  #makeBatch(): LaneBatch<ConsumerGroupOutcome> {
    return new LaneBatch('consumer', this.#sourced(), (index, outcome) => this.#settleOne(index, outcome))
  }

  #sourced(): readonly SourcedSegment[] {
    const { source } = this.lane
    return this.#ledger.segments.map(({ columns, start, end }) => ({ source, columns, start, end }))
  }

  #settleOne(index: number, outcome: ConsumerGroupOutcome): boolean {
    const { lane } = this
    if (this.#ledger.has(index)) return false
    const verdict = outcomeVerdict(outcome)
    this.#ledger.set(index, verdict)
    this.askEndTurn()
    if (verdict.type === 'skipped') tellSkipped(lane, this.#offsetAt(index), lane.context.attempt, verdict.reason)
    return true
  }

  /** Tells of records that run again, and answers after how long: not before any of them may. */
  #tellLeft(left: readonly LeftSegment[]): number {
    let longestMs = 0
    for (const { columns, start, end, verdict } of left) {
      const delayMs = this.retry.delayMs(verdict.failure, verdict.afterMs)
      longestMs = Math.max(longestMs, delayMs)
      const range = { offset: columns.offsets[start] as number, lastOffset: columns.offsets[end - 1] as number, records: end - start }
      this.retry.tell(range, verdict.failure, delayMs)
    }
    return longestMs
  }

  #settle(segments: readonly DoneSegment[]): void {
    const { scope, context } = this.lane
    for (const { columns, start, end, skipped } of segments) {
      scope.counters.settled += end - start
      scope.session.settle(columns, start, end, 'done')
      if (skipped || !scope.events.handledHeard) continue
      const durationMs = scope.clock.now() - this.heardAtMs
      for (let row = start; row < end; row++) tellHandled(this.lane, columns.offsets[row] as number, context.attempt, durationMs)
    }
  }

  #endBatch(): void {
    if (this.#batch !== null) LaneBatch.end(this.#batch)
    this.#batch = null
  }

  #offsetAt(index: number): number {
    let before = 0
    for (const { columns, start, end } of this.#ledger.segments) {
      if (index < before + end - start) return columns.offsets[start + index - before] as number
      before += end - start
    }
    return -1
  }
}
