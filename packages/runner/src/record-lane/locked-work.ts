import { accept, SamsaError, type GivenBack, type RecordColumns, type Send } from '@samsa/contracts'
import type { SessionScope } from '../lane/lane-scope.js'
import { LazySignal } from '../lane/lazy-signal.js'
import { TurnMeter } from '../lane/turn-meter.js'
import type { Resumable } from '../time/turn.js'
import { LanePool } from './lane-pool.js'
import { cutAtLimit, type LockedSegment } from './locked-segment.js'
import { RecordLane } from './record-lane.js'
import type { RecordRoute } from './record-route.js'
import { giveBack, settleLate, settleRecords, tellHandledRecords, tellLateRecord, tellStarved } from './settle-records.js'
import { shareBatchVerdict, shareRecordVerdict, type ShareVerdict } from './share-verdict.js'
import { SlotSources } from './slot-sources.js'

/** What the work of a session is made of. */
export interface LockedWorkParts {
  readonly scope: SessionScope
  readonly route: RecordRoute
  readonly group: string
  readonly send: Send
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
  /** Whether nothing can be settled any more. */
  protected gone = false
  protected readonly pool: LanePool
  /** At their last delivery, and too late to start. */
  #starving: LockedSegment[] = []
  #busy = 0
  #dispatching = false
  #yielded = false

  constructor(parts: LockedWorkParts) {
    this.scope = parts.scope
    this.route = parts.route
    this.meter = new TurnMeter(parts.scope)
    this.sources = new SlotSources(parts.scope.session, parts.route)
    this.pool = new LanePool(
      (source) => new RecordLane({ work: this, ...parts }, source),
      parts.scope.turnEnd,
      () => (this.quick = false),
    )
    parts.route.use.freed = () => this.dispatch()
  }

  /** Records that were taken and not started. */
  abstract get waiting(): number
  /** Settles what is finished. */
  protected abstract settleDone(): void
  /** Starts what there are permits for. */
  protected abstract startAll(): void
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

  /** Whether a call runs. */
  get busy(): boolean {
    return this.#busy > 0 || this.#dispatching
  }

  /** Whether nothing is in work and nothing waits. */
  get resting(): boolean {
    return !this.busy && !this.#yielded && this.waiting === 0
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
    this.startFirst(this.#giveBack(null, 'stop'))
    this.later()
  }

  /** The end of a lock is near: what was taken with `columns` and not started is given back, the signals of what is in work fire. */
  expiring(columns: RecordColumns): void {
    this.#starving.push(...this.#giveBack(columns, 'lock-end'))
    for (const lane of this.lanes) if (lane.busy && lane.holds(columns)) lane.lose(lockEnds(), columns)
    this.#rest()
  }

  /** The lock has ended. Answers the lanes whose handlers work on what was taken with `columns`. */
  expired(columns: RecordColumns): readonly RecordLane[] {
    this.#starving.push(...this.#giveBack(columns, 'lock-end'))
    this.#tellStarved((segment) => segment.columns === columns)
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
    this.gone = gone
    this.settleDone()
    this.starts = false
    this.#starving.push(...this.#giveBack(null, 'stop'))
    const inWork = this.lanes.filter((lane) => lane.busy)
    for (const lane of inWork) lane.lose(why, null)
    return inWork
  }

  /** The session is about to be closed: nothing is settled after this. */
  close(): void {
    this.settleDone()
    this.starts = false
    this.#starving.push(...this.#giveBack(null, 'stop'))
    this.gone = true
    this.#tellStarved(() => true)
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

  /** A call is over that did not just succeed. */
  protected ended(lane: RecordLane, threw: boolean, value: unknown): void {
    const { lost, timer } = lane
    const { sinceMs } = timer
    timer.ended()
    const timeout = lost === null ? lane.ends.reason : null
    if (lost !== null) tellLateRecord(lane, sinceMs, lost, threw)
    else if (timeout !== null && !threw) tellLateRecord(lane, sinceMs, timeout, false)
    const verdict = lane.batch === null ? shareRecordVerdict : shareBatchVerdict
    const { open } = lane
    lane.batch?.end()
    for (const segment of open) this.settle(lane, segment, verdict({ threw, value, timeout }, this.route.className))
  }

  /** Settles part of what a lane has in work, as far as that still counts. */
  protected settle(lane: RecordLane, segment: LockedSegment, verdict: ShareVerdict): void {
    if (this.gone) return
    if (lane.hasLost(segment.columns)) settleLate(lane, segment)
    else settleRecords(this.scope, segment, verdict)
    if (verdict.type === 'accepted' && this.scope.events.handledHeard && !lane.hasLost(segment.columns)) tellHandledRecords(lane, segment)
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
      const last = lane.open.flatMap((segment) => this.#give(segment, lane.cut ? 'stop' : 'lock-end'))
      // whoever cut the lane has told of these
      if (!lane.cut) for (const piece of last) tellStarved(this.scope, piece)
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

  /** Gives back what was not started; answers what cannot be, because it is at its last delivery. */
  #giveBack(of: RecordColumns | null, reason: GivenBack['reason']): readonly LockedSegment[] {
    return this.takeBack(of).flatMap((segment) => this.#give(segment, reason))
  }

  #give(segment: LockedSegment, reason: GivenBack['reason']): readonly LockedSegment[] {
    return cutAtLimit(segment).filter((piece) => {
      if (!piece.mark && !this.gone) giveBack(this.scope, piece, reason)
      return piece.mark
    })
  }

  #tellStarved(which: (segment: LockedSegment) => boolean): void {
    const starved = this.#starving.filter(which)
    this.#starving = this.#starving.filter((segment) => !which(segment))
    for (const segment of starved) tellStarved(this.scope, segment)
  }

  #rest(): void {
    if (this.resting) this.scope.rested()
  }
}
