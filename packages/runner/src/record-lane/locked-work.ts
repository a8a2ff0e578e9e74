import { accept, SamsaError, type GivenBack, type RecordColumns, type Send } from '@samsa/contracts'
import type { SessionScope } from '../lane/lane-scope.js'
import { LazySignal } from '../lane/lazy-signal.js'
import { TurnMeter } from '../lane/turn-meter.js'
import type { Resumable } from '../time/turn.js'
import { LanePool } from './lane-pool.js'
import { countRecords, type LockedSegment } from './locked-segment.js'
import { RecordLane } from './record-lane.js'
import type { RecordRoute } from './record-route.js'
import { RecordRecovery } from './record-recovery.js'
import type { Unfinished } from './run-again.js'
import { tellLateRecord } from './settle-records.js'
import { settleVerdict } from './settle-verdict.js'
import { shareBatchVerdict, shareRecordVerdict, type ShareVerdict } from './share-verdict.js'
import { SlotSources } from './slot-sources.js'
import { UnstartedRecords } from './unstarted-records.js'

/** What the work of a session is made of. */
export interface LockedWorkParts {
  readonly scope: SessionScope
  readonly route: RecordRoute
  readonly cluster: string
  readonly group: string
  readonly send: Send
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number
}

const lockEnds = (): SamsaError =>
  new SamsaError(
    'SAMSA_LOCK_EXPIRED',
    'the lock of the record ends: what the handler does from here on cannot count, another member gets the record',
    {
      retryable: true,
    },
  )

/**
 * Runs records that are locked for us and settled one by one: what single records and batches have in common. It takes what the free permits can start, hands it to
 * lanes, and decides whether the end of a call still counts.
 */
export abstract class LockedWork implements Resumable {
  readonly scope: SessionScope
  readonly route: RecordRoute
  /** Behind `context.draining`. */
  readonly drains = new LazySignal()
  /** What becomes of what was not handled. */
  readonly recovery: RecordRecovery
  protected readonly meter: TurnMeter
  protected readonly sources: SlotSources
  /** Whether the session had nothing when it was asked last; it says when that changes. */
  protected dry = false
  /** Whether calls end in the turn of the event loop in which they begin, as far as is known. */
  protected quick = false
  /** Whether nothing starts any more but records at their last delivery. */
  protected ending = false
  /** Whether anything may start at all. */
  protected starts = true
  protected readonly pool: LanePool
  readonly #unstarted: UnstartedRecords
  #busy = 0
  #dispatching = false
  #yielded = false

  constructor(parts: LockedWorkParts) {
    const { scope, route, cluster, group, random } = parts
    this.scope = scope
    this.route = route
    this.meter = new TurnMeter(scope)
    this.sources = new SlotSources(scope.session, route)
    this.recovery = new RecordRecovery({
      scope,
      route,
      origin: { cluster, group },
      random,
      ripened: () => this.dispatch(),
      ended: () => this.#rest(),
    })
    this.#unstarted = new UnstartedRecords(scope, this.recovery, this.sources)
    this.pool = new LanePool(
      (source) => new RecordLane({ work: this, ...parts }, source),
      scope.turnEnd,
      () => (this.quick = false),
    )
    route.use.freed = () => this.dispatch()
  }

  /** Records that were taken and not started. */
  abstract get waiting(): number
  /** Settles what is finished. */
  protected abstract settleDone(): void
  /** Starts what there are permits for. */
  protected abstract startAll(): void
  /** Gives a lane what runs again. */
  protected abstract restart(one: Unfinished): void
  /** Calls the handler with what the lane holds: answers its promise, or `null` where the call is over already. */
  protected abstract call(lane: RecordLane): PromiseLike<unknown> | null
  /** A call just succeeded. */
  protected abstract succeeded(lane: RecordLane): void
  /** Forgets what was taken with `of` (`null`: with anything) and not started, and answers it. */
  protected abstract takeBack(of: RecordColumns | null): readonly LockedSegment[]
  /** Starts these before anything else: they are at their last delivery. */
  protected abstract startFirst(kept: readonly LockedSegment[]): void

  get lanes(): readonly RecordLane[] {
    return this.pool.all
  }

  /** Whether a call runs, or a dead letter is written. */
  get busy(): boolean {
    return this.#busy > 0 || this.#dispatching || this.recovery.letters.size > 0
  }

  /** Whether nothing is in work and nothing waits. */
  get resting(): boolean {
    return !this.busy && !this.#yielded && this.waiting === 0 && this.recovery.resting
  }

  /** Whether nothing can be settled any more. */
  protected get gone(): boolean {
    return this.#unstarted.gone
  }

  /** Permits that are free. */
  protected get permits(): number {
    return this.route.concurrency - this.route.use.records
  }

  /** The session has records. Called in a turn of its own. */
  ready(): void {
    this.dry = false
    if (this.#yielded) return
    this.scope.turn.begin()
    this.dispatch()
  }

  resumeTurn(): void {
    this.#yielded = false
    this.dispatch()
  }

  /** Starts what can be started. */
  dispatch(): void {
    // a handler that is run inside may lead back here
    if (this.#dispatching || this.#yielded || !this.starts) return
    this.#dispatching = true
    try {
      this.startAll()
      this.settleDone()
    } catch (mistake) {
      this.scope.crashed(mistake)
    } finally {
      this.#dispatching = false
    }
    this.#rest()
  }

  /** What a lane awaited has come. */
  returned(lane: RecordLane, threw: boolean, value: unknown): void {
    this.quick = lane.fresh
    if (lane.preparing) {
      if (this.#readied(lane, threw, value)) return
    } else if (threw || (value !== undefined && value !== accept) || lane.interrupted) {
      this.ended(lane, threw, value)
    } else {
      lane.timer.ended()
      this.succeeded(lane)
    }
    this.#vacate(lane)
  }

  /** Starts nothing any more but records at their last delivery; the others are given back. */
  quiet(): void {
    if (this.ending || !this.starts) return
    this.ending = true
    this.dry = false
    const kept = this.#giveBack(null, 'stop')
    this.recovery.quiet()
    this.startFirst(kept)
    this.later()
  }

  /** The end of a lock is near: what was taken with `columns` and not started is given back, the signals of what is in work fire. */
  expiring(columns: RecordColumns): void {
    this.#unstarted.starve(this.#giveBack(columns, 'lock-end'), this.starts)
    this.recovery.expiring(columns)
    for (const lane of this.lanes) if (lane.busy && lane.holds(columns)) lane.lose(lockEnds(), columns)
    this.#rest()
  }

  /** The session has records at their last delivery whose lock is near its end. */
  starving(): void {
    if (this.starts) this.#unstarted.saveStarving()
  }

  /** The lock has ended. Answers the lanes whose handlers work on what was taken with `columns`. */
  expired(columns: RecordColumns): readonly RecordLane[] {
    this.#unstarted.starve(this.#giveBack(columns, 'lock-end'), false)
    this.recovery.letters.expired(columns)
    const inWork = this.lanes.filter((lane) => lane.busy && !lane.preparing && lane.holds(columns))
    for (const lane of inWork) {
      lane.lose(lockEnds(), columns)
      lane.over(columns)
    }
    return inWork
  }

  /** What was delivered under these slots does not count any more. */
  lost(slots: Int32Array, why: SamsaError): void {
    const gone = this.sources.forget(slots)
    this.recovery.giveUp(({ source }) => gone.includes(source), true)
    for (const lane of this.lanes.filter(({ busy }) => busy)) {
      for (const { source, columns } of lane.open) if (gone.includes(source)) lane.lose(why, columns)
    }
  }

  /**
   * Gives up everything: nothing starts any more, signals fire with `why`. Answers the lanes in which something runs.
   *
   * @param gone whether the session is over: nothing can be settled
   */
  cutOff(why: SamsaError, gone: boolean): readonly RecordLane[] {
    if (!this.starts) return []
    this.#unstarted.gone = gone
    this.settleDone()
    this.starts = false
    this.#unstarted.starve(this.#giveBack(null, 'stop'), false)
    this.recovery.end(!gone)
    const inWork = this.lanes.filter((lane) => lane.busy)
    for (const lane of inWork) lane.lose(why, null)
    return inWork
  }

  /** The session is about to be closed: nothing is settled after this. */
  close(): void {
    this.settleDone()
    this.starts = false
    this.#unstarted.starve(this.#giveBack(null, 'stop'), false)
    this.recovery.end(!this.gone)
    this.#unstarted.gone = true
    for (const lane of this.lanes) {
      if (lane.busy) this.route.use.leftBehind.add(lane)
      else lane.timer.stop()
    }
  }

  /** The lane's call, or its serdes, returned a promise: it takes permits until that is settled. */
  protected occupy(lane: RecordLane, pending: PromiseLike<unknown>, records: number): void {
    this.#busy++
    this.route.use.records += records
    lane.records = records
    this.#await(lane, pending)
    if (!lane.following) void lane.follow()
  }

  /** Goes on when the event loop has turned. */
  protected later(): void {
    if (this.#yielded) return
    this.#yielded = true
    this.scope.turn.yield(this)
  }

  /** Runs what is due again, as far as there are permits. Answers whether anything new may start. */
  protected runAgain(): boolean {
    const { again } = this.recovery
    for (let first = again.first; first !== null; first = again.first) {
      if (countRecords(first.segments) > this.permits) return false
      if (this.meter.due()) {
        this.later()
        return false
      }
      this.restart(again.start())
    }
    return true
  }

  /** A call is over that did not just succeed. */
  protected ended(lane: RecordLane, threw: boolean, value: unknown): void {
    const { lost, timer } = lane
    const { sinceMs } = timer
    timer.ended()
    const timeout = lost === null ? lane.ends.reason : null
    if (lost !== null) tellLateRecord(lane, sinceMs, lost, threw)
    else if (timeout !== null && !threw) tellLateRecord(lane, sinceMs, timeout, false)
    const { open } = lane
    const verdict = (lane.batch === null ? shareRecordVerdict : shareBatchVerdict)({ threw, value, timeout }, this.route.className, open)
    lane.batch?.end()
    this.settle(lane, open, verdict)
  }

  /** Settles part of what a lane has in work, as far as that still counts. */
  protected settle(lane: RecordLane, segments: readonly LockedSegment[], verdict: ShareVerdict): void {
    if (!this.gone) settleVerdict(lane, segments, verdict, this.recovery)
  }

  #await(lane: RecordLane, pending: PromiseLike<unknown>): void {
    lane.pending = pending
    this.pool.awaits(lane)
  }

  /** The serdes of a lane are done. Answers whether its handler now runs. */
  #readied(lane: RecordLane, threw: boolean, value: unknown): boolean {
    lane.preparing = false
    lane.timer.ended()
    if (lane.lost !== null) {
      const last = this.#unstarted.giveBack(lane.open, lane.cut ? 'stop' : 'lock-end')
      // whoever cut the lane has told of these
      if (!lane.cut) this.#unstarted.starve(last, this.starts)
      return false
    }
    // a timeout that fired meanwhile was none of the handler
    lane.renew()
    if (threw) this.ended(lane, true, value)
    const pending = threw ? null : this.call(lane)
    if (pending !== null) this.#await(lane, pending)
    return pending !== null
  }

  #vacate(lane: RecordLane): void {
    const { use } = this.route
    this.#busy--
    use.records -= lane.records
    if (use.leftBehind.delete(lane)) lane.timer.stop()
    this.pool.give(lane)
    use.freed()
    if (!this.starts) this.#rest()
  }

  /** Gives back what was taken with `of` (`null`: with anything) and not started; answers what cannot be, because it is at its last delivery. */
  #giveBack(of: RecordColumns | null, reason: GivenBack['reason']): readonly LockedSegment[] {
    return this.#unstarted.giveBack(this.takeBack(of), reason)
  }

  #rest(): void {
    if (this.resting) this.scope.rested()
  }
}
