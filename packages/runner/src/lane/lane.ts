import { SamsaError, type PartitionControl, type RecordColumns, type Send } from '@samsa/contracts'
import type { RecordSource } from '../record/record-source.js'
import { BatchWork } from './batch-work.js'
import { HoldBack } from './hold-back.js'
import { Inbox } from './inbox.js'
import { LaneContext } from './lane-context.js'
import { LaneHooks } from './lane-hooks.js'
import { LanePartition } from './lane-partition.js'
import type { ConsumerInstance, LaneRoute } from './lane-route.js'
import type { LaneScope } from './lane-scope.js'
import { RecordWork } from './record-work.js'
import type { LaneWork } from './lane-work.js'

/** What a lane is doing; the table stands at `Lane`. */
export type LanePhase =
  | 'opening'
  | 'idle'
  | 'working'
  | 'yielded'
  | 'permit'
  | 'waiting'
  | 'unwritten'
  | 'held'
  | 'collecting'
  | 'hook'
  | 'drained'
  | 'cut'

/** Phases in which nothing runs and something waits. */
const waitingPhases: ReadonlySet<LanePhase> = new Set(['yielded', 'permit', 'waiting', 'unwritten', 'held', 'collecting'])

/** What a lane is made of. */
export interface LaneParts {
  readonly scope: LaneScope
  readonly route: LaneRoute
  readonly source: RecordSource
  readonly instance: ConsumerInstance
  readonly slot: number
  readonly group: string
  readonly send: Send
}

/**
 * A partition as long as it is assigned to us: its records run one after the other, in offset order, on one instance of the routed class.
 *
 * | phase | meaning | ends when |
 * | --- | --- | --- |
 * | opening | `onAssigned` runs, or waits to run again | it succeeded: idle |
 * | idle | nothing to do, or paused, or quiet | records come: working |
 * | working | a call runs, a serde prepares, or a dead letter is written | nothing is left: idle; a failure: waiting, unwritten or held |
 * | yielded | others get the event loop | the loop has turned: working |
 * | permit | the route runs as many as it may | a permit is free: working |
 * | waiting | a failed record or batch waits | it is due: working |
 * | unwritten | a dead letter could not be written | it is due again: working |
 * | held | a record without attempts and without dead-letter topic waits for a person | the partition is given up or moved |
 * | collecting | a batch waits for more records | it is full or due: working |
 * | hook | `onIdle`, `onRevoked` or `onShutdown` runs | it ended: idle, or drained |
 * | drained | nothing runs and nothing starts; for good | |
 * | cut | given up, whatever still runs: its result is late; for good | |
 */
export class Lane {
  readonly scope: LaneScope
  readonly route: LaneRoute
  readonly source: RecordSource
  readonly instance: ConsumerInstance
  readonly context: LaneContext
  readonly inbox = new Inbox()
  readonly work: LaneWork
  readonly holdBack: HoldBack
  readonly hooks: LaneHooks
  readonly control: PartitionControl
  slot: number
  phase: LanePhase = 'opening'
  /** Whether a call has to look at the lane before its result counts, and the lane at itself before the next one starts. */
  interrupted = false
  paused = false
  quieted = false
  draining = false
  /** Why the lane was cut; `null` while it was not. */
  cut: SamsaError | null = null
  /** Why the lane is `held`, or why its dead letter could not be written; `null` while neither is so. For health. */
  trouble: SamsaError | null = null
  /** Position of a lane that is over; `null` where it was not known, or not ours any more. */
  endPosition: number | null = null
  #endReached = false
  #finishing = false
  #revokedAfterCall = false
  #drained: (() => void) | null = null
  #draining: Promise<void> | null = null

  constructor(parts: LaneParts) {
    this.scope = parts.scope
    this.route = parts.route
    this.source = parts.source
    this.instance = parts.instance
    this.slot = parts.slot
    this.control = new LanePartition(this)
    const log = parts.scope.log.with({ topic: parts.source.topic, partition: parts.source.partition })
    this.context = new LaneContext({
      group: parts.group,
      partition: this.control,
      send: parts.send,
      log: () => log.with({ offset: this.work.offset }),
    })
    this.holdBack = new HoldBack(this)
    this.hooks = new LaneHooks(this)
    this.work = parts.route.batch === null ? new RecordWork(this) : new BatchWork(this, parts.route.batch)
  }

  /** Whether the lane may start something. */
  get starts(): boolean {
    return !this.paused && !this.quieted && !this.draining && this.cut === null
  }

  /** Whether there is nothing in work and nothing that waits. */
  get resting(): boolean {
    return (this.phase === 'idle' && this.inbox.records === 0 && !this.work.ready) || this.phase === 'drained' || this.phase === 'cut'
  }

  /** Whether a call or a hook runs. */
  get busy(): boolean {
    return this.phase === 'working' || this.phase === 'hook' || (this.phase === 'opening' && this.hooks.sinceMs !== null)
  }

  /** The offset that is delivered next after a restart; `null` before it is known. */
  get position(): number | null {
    const position = this.scope.session.control?.position(this.slot) ?? -1
    return position < 0 ? null : position
  }

  /** Runs `onAssigned` where the class has one, until it succeeds; then the lane runs records. */
  open(): void {
    if (this.quieted) this.phase = 'idle'
    else this.hooks.open()
  }

  /** Records of the lane's slot were taken. */
  push(columns: RecordColumns, start: number, count: number): void {
    if (this.quieted || this.draining || this.cut !== null) return
    this.#endReached = false
    this.inbox.push({ columns, start, end: start + count })
    this.holdBack.grown()
    this.wake()
  }

  /** Goes on, where there is something to do and nothing in the way. */
  wake(): void {
    if ((this.phase !== 'idle' && this.phase !== 'collecting') || !this.starts) return
    if (this.work.ready || this.inbox.records > 0) this.work.run()
    else if (this.#endReached) this.#idle()
  }

  /** Looks again whether calls may follow one another without a look at the lane. */
  recheck(): void {
    this.interrupted = !this.starts
  }

  /** The running call took longer than its `timeout`. */
  timedOut(why: SamsaError): void {
    this.interrupted = true
    LaneContext.ends(this.context).fire(why)
  }

  /** Called by the work when it has nothing left, or may not go on: sets the phase. */
  rest(): void {
    if (this.phase === 'cut') return this.callEnded()
    this.phase = 'idle'
    if (this.draining) this.#finishDrain()
    else this.wake()
    this.scope.rested()
  }

  /** The partition's last record was delivered. */
  reachedEnd(): void {
    this.#endReached = true
    this.wake()
  }

  /** Nothing new starts; what runs may finish. What waits is forgotten: it stays unsettled. */
  quiet(): void {
    if (this.quieted || this.cut !== null) return
    this.quieted = true
    this.interrupted = true
    this.#dropWaiting()
    this.scope.rested()
  }

  /** Nothing new starts, `draining` fires with `why`; fulfilled when nothing runs any more and `hook` has ended, or when the lane is cut. */
  drain(why: SamsaError, hook: 'onRevoked' | 'onShutdown'): Promise<void> {
    if (this.#draining !== null) return this.#draining
    this.#draining = new Promise((resolve) => (this.#drained = resolve))
    this.draining = true
    this.interrupted = true
    this.hooks.atEnd = hook
    LaneContext.drains(this.context).fire(why)
    this.#dropWaiting()
    if (!this.busy) this.#finishDrain()
    return this.#draining
  }

  /**
   * Gives up at once: `signal` fires with `why`, and what still runs will be late. Answers whether something ran.
   *
   * @param revoked whether the partition is gone while the worker goes on: `onRevoked` then runs as soon as nothing else does
   */
  cutOff(why: SamsaError, revoked = false): boolean {
    if (this.cut !== null || this.phase === 'drained') return false
    const ran = this.busy
    if (this.scope.session.partition(this.slot).live) this.work.settleDone()
    this.cut = why
    this.interrupted = true
    this.inbox.clear()
    this.work.forget()
    this.phase = 'cut'
    LaneContext.ends(this.context).fire(why)
    this.#endDrain('cut')
    if (revoked && !this.#finishing) {
      this.#revokedAfterCall = true
      if (!ran) this.callEnded()
    }
    return ran
  }

  /** A call or hook of a lane that was cut is over. */
  callEnded(): void {
    if (!this.#revokedAfterCall) return
    this.#revokedAfterCall = false
    this.hooks.revoked()
  }

  /** The lane goes on at another offset, under another slot. */
  seek(offset: number): void {
    const { session } = this.scope
    if (session.control === null || this.draining || this.cut !== null)
      throw new SamsaError(
        'SAMSA_PARTITION_REVOKED',
        `${this.source.topic}/${this.source.partition} is being given up, so its position is not ours to move`,
      )
    this.work.settleDone()
    this.inbox.clear()
    this.work.forget()
    this.#toIdle()
    this.#endReached = false
    const from = this.slot
    this.slot = session.control.seek(from, offset)
    this.holdBack.renewed()
    this.scope.moved(this, from)
    this.scope.wantsRecords()
  }

  /** `onAssigned` has succeeded. */
  opened(): void {
    this.phase = 'idle'
    if (this.draining) this.#finishDrain()
    else this.wake()
  }

  #dropWaiting(): void {
    this.inbox.clear()
    this.work.dropWaiting()
    this.#toIdle()
  }

  /** Nothing waits any more. */
  #toIdle(): void {
    if (waitingPhases.has(this.phase)) this.phase = 'idle'
  }

  #idle(): void {
    this.#endReached = false
    this.hooks.idle()
  }

  #finishDrain(): void {
    if (this.#finishing) return
    this.#finishing = true
    this.work.settleDone()
    this.hooks.end(() => this.#endDrain('drained'))
  }

  #endDrain(phase: 'drained' | 'cut'): void {
    if (this.phase !== 'cut') this.phase = phase
    if (this.scope.session.partition(this.slot).live) this.endPosition = this.position
    this.work.stop()
    this.#drained?.()
    this.#drained = null
    this.scope.rested()
  }
}
