import type {
  CloseReport,
  Doing,
  Handover,
  PositionControl,
  RecordColumns,
  SamsaError,
  Session,
  SessionStatus,
  Settlement,
  SlotInfo,
  TransactionSource,
} from '@samsa/contracts'
import { endSession } from './close.js'
import { Connection } from './connection.js'
import { createScope, type SessionPlan } from './create-scope.js'
import type { AcquiredBatch } from './delivery/acquired-batch.js'
import type { TakenBatch } from './delivery/taken-batch.js'
import { dispatch, judge, type Dispatchers } from './dispatch.js'
import { decidePollSize } from './flow/decide-poll-size.js'
import { Flow } from './flow/flow.js'
import { Joining } from './joining.js'
import { LimitWatch } from './limits/limit-watch.js'
import { budgetOf, leadOf } from './lock/lock-times.js'
import { LockWatch } from './lock/lock-watch.js'
import type { Member, MemberHooks } from './member.js'
import { Members } from './members.js'
import { Quieting } from './quieting.js'
import type { SessionScope } from './scope.js'
import { fixedPollSize } from './settings/settings.js'
import { AnswerWaits } from './settlement/await-answers.js'
import { Settler } from './settlement/settler.js'
import { membershipStatus, partitionStatus } from './status.js'

const failedReleaseMs = 5000

/**
 * One or several members of one share group, with one queue of what they acquired. It only sequences its parts:
 *
 * joining → joined → closing → closed
 * any of them → failed
 */
export class ShareGroupSession implements Session {
  readonly control: PositionControl | null = null
  readonly transaction: TransactionSource | null = null
  readonly #scope: SessionScope
  readonly #limits: LimitWatch
  readonly #connection: Connection
  readonly #members: Members
  readonly #settler: Settler
  readonly #locks: LockWatch
  readonly #flow: Flow
  readonly #joining: Joining
  readonly #waits = new AnswerWaits()
  readonly #quieting: Quieting
  readonly #dispatchers: Dispatchers
  readonly #endTurn = (): void => this.#workOff()
  #isPlanned = false
  #hasArrived = false
  #isFatal = false
  /** The handles are being let go of: nothing counts any more. */
  #isStopped = false
  #held = 0
  #servedAtMs: number
  #end: 'failed' | 'closing' | 'closed' | null = null
  #closing: Promise<CloseReport> | null = null

  constructor(plan: SessionPlan) {
    this.#limits = new LimitWatch(plan.readLimits, plan.judgeSettings)
    this.#scope = createScope(plan, this.#limits, {
      fail: (error) => this.#fail(error),
      answeredByBroker: () => this.#connection.up(),
      isConnected: () => this.#connection.isUp,
      isDown: () => this.#connection.isDown,
      wasJoined: () => this.#joining.wasJoined,
      plan: () => this.#planTurn(),
    })
    this.#servedAtMs = plan.clock.now()
    this.#quieting = new Quieting(this.#scope)
    this.#settler = new Settler(this.#scope)
    this.#locks = new LockWatch(this.#scope, this.#settler)
    this.#connection = new Connection(this.#scope, () => this.#members.driver)
    this.#dispatchers = { connection: this.#connection, ended: (member, error) => this.#ended(member, error) }
    this.#members = new Members(this.#scope, this.#locks, this.#hooks(), firstPollSize(this.#scope))
    this.#flow = new Flow(this.#scope, this.#members)
    this.#joining = new Joining(this.#scope, this.#limits, this.#members, this.#flow)
    void this.#joining.start()
  }

  partition(slot: number): SlotInfo {
    return this.#scope.slots.at(slot)
  }

  // what it would bound is in memory already: a poll brings all bytes of its records
  take(maxRecords: number): TakenBatch | null {
    if (this.#held > 0 || this.#isStopped) return null
    const nowMs = this.#scope.clock.now()
    const { queue, meter, limits } = this.#scope
    const taken = queue.take(maxRecords, nowMs, leadOf(limits.lockMs, meter.recordMs), this.#quieting.isOn)
    if (taken !== null) meter.taken(taken.count, nowMs)
    return taken
  }

  hold(slot: number): void {
    this.#holdSlot(slot, true)
  }

  resume(slot: number): void {
    this.#holdSlot(slot, false)
  }

  settle(batch: RecordColumns, start: number, end: number, as: Settlement): void {
    if (this.#isStopped) this.#settler.drop(end - start)
    else if (as === 'release' && this.#quieting.keeps((batch as TakenBatch).acquired))
      this.#quieting.keep(() => this.settle(batch, start, end, as))
    else this.#settler.settle(batch, start, end, as)
  }

  takeLast(): TakenBatch | null {
    if (this.#isStopped) return null
    const nowMs = this.#scope.clock.now()
    const taken = this.#scope.queue.takeLast(nowMs)
    if (taken !== null) this.#scope.meter.taken(taken.count, nowMs)
    return taken
  }

  doing(batch: RecordColumns, start: number, end: number, doing: Doing): void {
    if (this.#isStopped) return
    this.#scope.meter.doing(batch as TakenBatch, start, end, doing, this.#scope.clock.now())
    this.#planTurn()
  }

  flush(): Promise<void> {
    this.#planTurn()
    return this.#waits.until(
      this.#members.all().map(({ acknowledgements }) => acknowledgements),
      this.#scope.clock,
      Infinity,
    )
  }

  surrender(_handover: Handover): void {
    throw new Error('assertion: a share group hands nothing over')
  }

  quiet(): void {
    if (this.#quieting.isOn) return
    this.#flow.close()
    this.#quieting.begin(this.#members.all())
  }

  close(deadlineMs: number): Promise<CloseReport> {
    this.#closing ??= this.#close(deadlineMs, true)
    return this.#closing
  }

  status(): SessionStatus {
    const isGone = this.#isStopped || this.#end === 'failed'
    const membership = isGone ? { memberId: null, members: 0, steady: false } : membershipStatus(this.#members, this.#scope)
    return {
      state: this.#end ?? (this.#joining.wasJoined ? 'joined' : 'joining'),
      protocol: 'share',
      ...membership,
      connected: this.#connection.isUp,
      servedAtMs: this.#servedAtMs,
      partitions: isGone ? [] : partitionStatus(this.#scope.slots),
    }
  }

  #hooks(): MemberHooks {
    return {
      acquired: (batch) => this.#acquired(batch),
      heard: (event, member) => dispatch(event, member, this.#scope, this.#dispatchers),
      refused: (failure, member) => {
        if (this.#end === null) judge(failure, false, null, member, this.#scope, this.#dispatchers)
      },
      served: () => this.#served(),
    }
  }

  #acquired(batch: AcquiredBatch): void {
    const { queue, meter, clock } = this.#scope
    this.#hasArrived = true
    this.#scope.answeredByBroker()
    queue.add(batch)
    meter.acquired(batch.columns.length, clock.now())
    this.#flow.fetched(batch.columns.length)
    this.#locks.watch(batch)
    this.#quieting.acquired(batch)
  }

  #served(): void {
    this.#servedAtMs = this.#scope.clock.now()
    if (!this.#joining.wasJoined) this.#joining.look()
    this.#waits.look()
    this.#tellArrived()
  }

  /** What came is told outside of all calls of the session's owner. */
  #tellArrived(): void {
    if (!this.#hasArrived) return
    this.#hasArrived = false
    const { slots, meter, observer } = this.#scope
    const fresh = slots.takeFresh()
    if (fresh !== null) observer.assigned(fresh)
    if (meter.queued > 0 && this.#held === 0) observer.ready()
  }

  #planTurn(): void {
    if (this.#isPlanned || this.#isStopped) return
    this.#isPlanned = true
    setImmediate(this.#endTurn)
  }

  /** The end of a turn: acknowledge and commit for each member, only then fetch. */
  #workOff(): void {
    this.#isPlanned = false
    if (this.#isStopped) return
    this.#locks.check()
    for (const member of this.#members.all()) member.flush()
    this.#flow.review()
    this.#served()
  }

  #ended(member: Member, error: SamsaError): void {
    if (error.retryable && this.#members.all().length > 1 && this.#end === null) return this.#members.lose(member, error)
    this.#isFatal = true
    this.#fail(error)
  }

  #fail(error: SamsaError): void {
    if (this.#end !== null) return
    this.#closing = this.#close(this.#scope.clock.now() + failedReleaseMs, false)
    this.#end = 'failed'
    this.#scope.slots.killAll()
    this.#scope.observer.failed(error)
  }

  async #close(deadlineMs: number, maySettle: boolean): Promise<CloseReport> {
    this.#end = 'closing'
    this.#joining.stop()
    if (maySettle) this.quiet()
    else this.#flow.close()
    const parts = {
      scope: this.#scope,
      members: this.#members,
      waits: this.#waits,
      quieting: this.#quieting,
      isFatal: this.#isFatal,
      stop: () => this.#stop(),
    }
    const report = await endSession(parts, deadlineMs, maySettle)
    if (maySettle) this.#end = 'closed'
    this.#waits.look()
    return report
  }

  #stop(): void {
    this.#isStopped = true
    this.#locks.stop()
    this.#connection.stop()
    this.#scope.slots.killAll()
  }

  #holdSlot(id: number, isHeld: boolean): void {
    const slot = this.#scope.slots.at(id)
    if (slot.isHeld === isHeld) return
    slot.isHeld = isHeld
    this.#held += isHeld ? 1 : -1
    this.#flow.hold(this.#held > 0)
    if (this.#held === 0) this.#hasArrived = true
  }
}

/** `max.poll.records` of the first handle, which is opened before anything is known. */
function firstPollSize({ subscription, options, limits }: SessionScope): number {
  const { concurrency } = options
  return fixedPollSize(subscription) ?? decidePollSize({ concurrency, workMs: null, budgetMs: budgetOf(limits.lockMs), members: 1 })
}
