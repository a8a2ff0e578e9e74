import { runWidth, type RecordColumns, type ShareGroupOutcome } from '@samsa/contracts'
import { isPromiseLike } from '../lane/is-promise-like.js'
import { Queue } from '../lane/queue.js'
import type { LaneBatch } from '../record/lane-batch.js'
import { prepareSegments, prepares } from '../record/prepare-record.js'
import type { DueEntry } from '../time/due-times.js'
import { BatchCall } from './batch-call.js'
import type { Unfinished } from './run-again.js'
import { singleRecords } from './split-batch.js'
import { LockedWork, type LockedWorkParts } from './locked-work.js'
import { countRecords, type LockedSegment } from './locked-segment.js'
import { deliveryCountOf } from './share-verdict.js'
import { cutSegments } from '../record/batch-segment.js'
import type { RecordContext } from './record-context.js'
import type { RecordLane } from './record-lane.js'

interface BatchConsumer {
  consumeBatch(batch: LaneBatch<ShareGroupOutcome>, context: RecordContext): unknown
}

/**
 * Runs records in batches, one on each lane, of whatever partitions of the route. A batch needs a permit for each of its records: one of `maxRecords` where there are so
 * many, otherwise no more than the route's `concurrency`, alone. No more is collected than there are permits for.
 */
export class LockedBatchWork extends LockedWork {
  readonly #consumer: BatchConsumer
  readonly #maxRecords: number
  readonly #maxWaitMs: number
  #collected: LockedSegment[] = []
  /** Records that run in batches of their own: in the last delivery in which they are run, nobody else is to fail with them, nor they with others. */
  readonly #alone = new Queue<LockedSegment>()
  #count = 0
  #firstAtMs = 0
  #due: DueEntry | null = null

  constructor(parts: LockedWorkParts, limits: { readonly maxRecords: number; readonly maxWaitMs: number }) {
    super(parts)
    this.#consumer = parts.route.instance() as unknown as BatchConsumer
    this.#maxRecords = Math.min(limits.maxRecords, parts.route.concurrency)
    this.#maxWaitMs = limits.maxWaitMs
  }

  get waiting(): number {
    return this.#count + this.#alone.length
  }

  /** What is finished is settled at the end of its call. */
  protected settleDone(): void {}

  protected startAll(): void {
    while (this.starts && this.runAgain()) {
      this.#collect()
      const isAlone = this.#alone.length > 0
      if (this.#count === 0 && !isAlone) return
      // a permit that comes free wakes us
      if (isAlone && this.permits < 1) return
      if (!isAlone && !this.#ready()) return this.#waitForMore()
      if (this.meter.due()) return this.later()
      if (isAlone) this.#run([this.#alone.take() as LockedSegment], 1)
      else this.#start()
    }
  }

  protected restart({ segments, executions, firstFailedAtMs }: Unfinished): void {
    this.#run(segments, executions + 1, firstFailedAtMs)
  }

  protected call(lane: RecordLane): PromiseLike<unknown> | null {
    const { scope } = this
    if (scope.events.handledHeard) lane.heardAtMs = scope.clock.now()
    let returned: unknown
    try {
      returned = this.#consumer.consumeBatch((lane.batch as BatchCall).batch, lane.context)
    } catch (thrown) {
      this.ended(lane, true, thrown)
      return null
    }
    if (isPromiseLike(returned)) return returned
    this.ended(lane, false, returned)
    return null
  }

  protected succeeded(lane: RecordLane): void {
    this.ended(lane, false, undefined)
  }

  protected takeBack(of: RecordColumns | null): readonly LockedSegment[] {
    const goes = ({ columns }: LockedSegment): boolean => of === null || columns === of
    const stays = (segment: LockedSegment): boolean => !goes(segment)
    const back = [...this.#alone.all, ...this.#collected].filter(goes)
    this.#alone.replace(this.#alone.all.filter(stays))
    this.#collected = this.#collected.filter(stays)
    this.#count = countRecords(this.#collected)
    if (this.#count === 0) this.#forgetDue()
    return back
  }

  protected startFirst(kept: readonly LockedSegment[]): void {
    this.#sort(kept)
  }

  #collect(): void {
    for (;;) {
      const wanted = Math.min(this.#maxRecords, this.permits) - this.waiting
      if (wanted <= 0 || this.dry) return
      // what is not run takes no permit
      if (this.meter.due()) return this.later()
      const taken = this.scope.session.take(wanted, Number.MAX_SAFE_INTEGER)
      if (taken === null) {
        this.dry = true
        return
      }
      if (this.#count === 0) this.#firstAtMs = this.scope.clock.now()
      this.#add(taken)
    }
  }

  #add(columns: RecordColumns): void {
    const { runs } = columns
    for (let run = 0; run < runs.length; run += runWidth) {
      const start = runs[run + 1] as number
      const end = start + (runs[run + 2] as number)
      this.#sort([{ columns, source: this.sources.of(runs[run] as number), start, end }])
    }
  }

  /** Most are collected; what is in its last delivery runs alone, what is above that is not run. */
  #sort(segments: readonly LockedSegment[]): void {
    for (const { mark, ...segment } of cutSegments(
      segments,
      placeIn(segments, (columns) => this.recovery.lastRun(columns)),
    )) {
      if (mark === 'collected') {
        this.#collected.push(segment)
        this.#count += segment.end - segment.start
      } else if (mark === 'alone') for (const one of singleRecords([segment])) this.#alone.push(one)
      else for (const one of singleRecords([segment])) this.recovery.unrun(one, 'deliveries', false)
    }
  }

  /** Whether what was collected is to be started: it is full or has waited long enough, and there are permits for it. */
  #ready(): boolean {
    if (this.#count > this.permits) return false
    return this.ending || this.#count >= this.#maxRecords || this.scope.clock.now() >= this.#firstAtMs + this.#maxWaitMs
  }

  #waitForMore(): void {
    // without permits it is one that comes free that wakes us
    if (this.#count > this.permits) return
    this.#due ??= this.scope.due.add(this.#firstAtMs + this.#maxWaitMs, () => {
      this.#due = null
      this.dispatch()
    })
  }

  #start(): void {
    const segments = this.#collected
    this.#collected = []
    this.#count = 0
    this.#forgetDue()
    this.#run(segments, 1)
  }

  #run(segments: readonly LockedSegment[], execution: number, firstFailedAtMs: number | null = null): void {
    const { columns, source, start } = segments[0] as LockedSegment
    const lane = this.pool.take(columns, source)
    lane.row = start
    lane.execution = execution
    lane.firstFailedAtMs = firstFailedAtMs
    lane.batch = new BatchCall(segments, (segment, verdict) => this.settle(lane, [segment], verdict))
    const waiting = segments.some((segment) => prepares(segment.source)) ? prepareSegments(segments) : undefined
    lane.preparing = waiting !== undefined
    const pending = waiting ?? this.call(lane)
    if (pending === null) this.pool.give(lane)
    else this.occupy(lane, pending, countRecords(segments))
  }

  #forgetDue(): void {
    if (this.#due !== null) this.scope.due.remove(this.#due)
    this.#due = null
  }
}

/** Where a record belongs, by its index in `segments`. */
function placeIn(
  segments: readonly LockedSegment[],
  lastRunOf: (columns: RecordColumns) => number,
): (index: number) => 'collected' | 'alone' | 'unrun' {
  const places = segments.flatMap(({ columns, start, end }) => {
    const lastRun = lastRunOf(columns)
    return Array.from({ length: end - start }, (_one, index) => placeOf(deliveryCountOf(columns, start + index), lastRun))
  })
  return (index) => places[index] ?? 'collected'
}

function placeOf(deliveryCount: number, lastRun: number): 'collected' | 'alone' | 'unrun' {
  if (deliveryCount > lastRun) return 'unrun'
  // in its first delivery nothing has happened to it
  return deliveryCount === lastRun && deliveryCount > 1 ? 'alone' : 'collected'
}
