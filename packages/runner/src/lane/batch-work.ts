import type { ConsumerGroupOutcome } from '@samsa/contracts'
import { isCritical } from '@samsa/dlq'
import type { SourcedSegment } from '../record/batch-segment.js'
import { LaneBatch } from '../record/lane-batch.js'
import { prepareSegments, prepares } from '../record/prepare-record.js'
import { BatchInlet, type BatchLimits } from './batch-inlet.js'
import { BatchLedger, type DoneSegment, type FailedSegment } from './batch-ledger.js'
import { freshPortion, nextPortions, type BatchPortion } from './batch-portion.js'
import { batchLetters, firstHeld, longestDelayMs, sortDecisions, tellDecisions, type SortedDecisions } from './batch-recovery.js'
import type { CallFailure } from './call-failure.js'
import { batchVerdict, outcomeVerdict, type CallEnd, type CallVerdict } from './call-verdict.js'
import { decideBatch } from './decide-batch.js'
import { isPromiseLike } from './is-promise-like.js'
import { LaneContext } from './lane-context.js'
import { decideFailure, stopWorker } from './lane-recovery.js'
import { LaneWork, type Step } from './lane-work.js'
import type { Lane } from './lane.js'
import type { Letter } from './letter.js'
import { Queue } from './queue.js'
import { tellHandled, tellSkipped } from './tell-call.js'

interface BatchConsumer {
  consumeBatch(batch: LaneBatch<ConsumerGroupOutcome>, context: LaneContext): unknown
}

const done: CallVerdict = Object.freeze({ type: 'done' })
const nothing: BatchPortion = Object.freeze(freshPortion([]))

/** Runs a lane's records in batches, one after the other. What a call did not finish comes again before anything new is collected. */
export class BatchWork extends LaneWork {
  readonly #consumer: BatchConsumer
  readonly #prepares: boolean
  readonly #inlet: BatchInlet
  /** The batch in work, or next to run. */
  #portion = nothing
  #ledger = new BatchLedger([])
  #batch: LaneBatch<ConsumerGroupOutcome> | null = null
  #prepared = false
  /** What runs again after that, in this order. */
  readonly #queue = new Queue<BatchPortion>()
  /** What holds the lane once dead letters are written, or how long it waits for what runs again. */
  #held: { readonly offset: number; readonly failure: CallFailure } | null = null
  #delayMs: number | null = null

  constructor(lane: Lane, limits: BatchLimits) {
    super(lane)
    this.#consumer = lane.instance as BatchConsumer
    this.#prepares = prepares(lane.source)
    this.#inlet = new BatchInlet(lane, limits)
  }

  get ready(): boolean {
    return this.#portion.records > 0 || this.letters.count > 0 || this.#queue.length > 0 || this.#inlet.count > 0
  }

  get unsettled(): number {
    const queued = this.#queue.all.reduce((sum, { records }) => sum + records, 0)
    return this.#portion.records + this.letters.count + queued + this.#inlet.count
  }

  protected get firstOffset(): number | null {
    const first = this.#portion.segments[0]
    return this.letters.firstOffset ?? (first === undefined ? null : (first.columns.offsets[first.start] as number))
  }

  settleDone(): void {
    this.#settle(this.#ledger.takeDone())
  }

  protected runNow(): PromiseLike<unknown> | null {
    const { lane } = this
    for (;;) {
      if (lane.interrupted && !this.mayStart()) return null
      if (this.#portion.records === 0 && !this.#next()) return null
      if (this.hasToWait()) return null
      const waiting = this.#prepares && !this.#prepared ? prepareSegments(this.#sourced()) : undefined
      if (waiting !== undefined) return this.waitForSerdes(waiting)
      if (lane.scope.events.handledHeard) this.heardAtMs = lane.scope.clock.now()
      LaneContext.ends(lane.context).renew()
      this.#batch = this.#makeBatch()
      const step = this.#call(this.#batch)
      if (step !== true) return step
    }
  }

  protected advance(): Step {
    return this.#finish(done)
  }

  protected apply(end: CallEnd): Step {
    return this.#finish(batchVerdict(end, this.lane.route.className, this.#sourced()))
  }

  protected prepared(): void {
    this.#prepared = true
  }

  protected letterWritten({ columns, row }: Letter): void {
    this.lane.scope.counters.settled++
    this.lane.scope.session.settle(columns, row, row + 1, 'done')
  }

  protected lettersWritten(): Step {
    if (this.#held !== null) return this.hold(this.#held.offset, this.#held.failure)
    return this.#delayMs === null ? true : this.again(this.delayOf(this.#delayMs))
  }

  protected dropRecords(calling: boolean): void {
    this.#inlet.clear()
    if (calling) return
    this.settleDone()
    this.#forget()
  }

  protected forgetRecords(): void {
    this.#inlet.clear()
    this.#endBatch()
    this.#forget()
  }

  #call(batch: LaneBatch<ConsumerGroupOutcome>): Step {
    let returned: unknown
    try {
      returned = this.#consumer.consumeBatch(batch, this.lane.context)
    } catch (thrown) {
      return this.ended(true, thrown)
    }
    return isPromiseLike(returned) ? this.wait(returned) : this.ended(false, returned)
  }

  /** Answers whether there is a batch to run; where there is none yet, the lane waits or rests. */
  #next(): boolean {
    if (this.#inlet.collect()) {
      this.#begin(freshPortion(this.#inlet.take()))
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

  #begin(portion: BatchPortion): void {
    this.#portion = portion
    this.#ledger = new BatchLedger(portion.segments)
    this.#prepared = false
    this.lane.context.attempt = portion.attempt
  }

  /** The next of what runs again is next to run. */
  #beginQueued(): void {
    this.#begin(this.#queue.take() ?? nothing)
  }

  /** The call is over: `rest` becomes of what it did not settle. */
  #finish(rest: CallVerdict): Step {
    this.#endBatch()
    const { done: finished, failed } = this.#ledger.end(rest)
    this.#settle(finished)
    // whoever heard of it may have moved the lane
    if (this.forgotten) return this.onward()
    if (rest.type === 'failed' && failed.every(({ own }) => own)) {
      if (isCritical(rest.failure.thrown)) return this.#stop(rest.failure, failed)
      this.#tellAfterAll(rest.failure)
    }
    if (failed.length > 0) return this.#failed(failed)
    this.#beginQueued()
    return true
  }

  /** The call ended without memory after it had settled every record. */
  #stop(failure: CallFailure, failed: readonly FailedSegment[]): Step {
    const { attempt } = this.#portion
    const offset = this.firstOffset ?? -1
    if (failed.length > 0) this.#queue.putFirst([{ ...freshPortion(failed), attempt }])
    this.#beginQueued()
    stopWorker(this.lane, { failure, attempt, offset }, { type: 'stop', exhausted: false, critical: true })
    return this.hold(offset, failure)
  }

  /** The call ended badly after it had settled every record: that is nobody's failure. */
  #tellAfterAll({ reason, error, thrown }: CallFailure): void {
    const { context, route } = this.lane
    context.log.warn(`${route.className}.consumeBatch() ended badly after it had settled every record, so nothing is retried: ${reason}`, {
      error: error ?? thrown,
    })
  }

  #failed(failed: readonly FailedSegment[]): Step {
    const { lane } = this
    const { attempt } = this.#portion
    const { attempts } = lane.route.recovery.policy
    const decided = decideBatch(failed, {
      attempt,
      attempts,
      source: lane.source,
      decide: (failure, { columns, start }) => decideFailure(lane, { failure, attempt, offset: columns.offsets[start] as number }),
    })
    return this.forgotten ? this.onward() : this.#recover(sortDecisions(decided))
  }

  #recover(sorted: SortedDecisions): Step {
    const { lane } = this
    const { attempt, firstFailedAtMs } = this.#portion
    const nowMs = lane.scope.clock.wall()
    const letters = batchLetters(sorted, { attempt, firstFailedAtMs: firstFailedAtMs ?? nowMs, lastFailedAtMs: nowMs })
    this.#held = firstHeld(sorted)
    this.#delayMs = longestDelayMs(sorted)
    const again =
      this.#held === null
        ? nextPortions(sorted.again, this.#portion, lane.route.recovery.policy.attempts, nowMs)
        : [{ ...freshPortion(sorted.held), attempt }]
    this.#queue.putFirst(again)
    this.#beginQueued()
    tellDecisions(lane, sorted, attempt, (delayMs) => this.delayOf(delayMs))
    // whoever heard of it may have moved the lane
    if (this.forgotten) return this.onward()
    return letters.length > 0 ? this.write(letters) : this.lettersWritten()
  }

  #makeBatch(): LaneBatch<ConsumerGroupOutcome> {
    return new LaneBatch('consumer', this.#sourced(), (index, outcome, segment, row) => this.#settleOne(index, outcome, segment, row))
  }

  #sourced(): readonly SourcedSegment[] {
    const { source } = this.lane
    return this.#ledger.segments.map(({ columns, start, end }) => ({ source, columns, start, end }))
  }

  #settleOne(index: number, outcome: ConsumerGroupOutcome, { columns }: SourcedSegment, row: number): boolean {
    const { lane } = this
    if (this.#ledger.has(index)) return false
    const verdict = outcomeVerdict(outcome)
    this.#ledger.set(index, verdict, columns, row)
    this.askEndTurn()
    if (verdict.type === 'skipped') tellSkipped(lane, columns.offsets[row] as number, lane.context.attempt, verdict.reason)
    return true
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

  #forget(): void {
    this.#queue.replace([])
    this.#begin(nothing)
  }
}
