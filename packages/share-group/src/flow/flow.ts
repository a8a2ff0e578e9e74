import type { Cancel } from '@samsa/contracts'
import { budgetOf } from '../lock/lock-times.js'
import type { Member } from '../member.js'
import type { Members } from '../members.js'
import type { SessionScope } from '../scope.js'
import { fixedPollSize } from '../settings/settings.js'
import { decideFetch, neededMs } from './decide-fetch.js'
import { decideLend } from './decide-lend.js'
import { decideMembers, firstMembers } from './decide-members.js'
import { decidePollSize, isWorthReplacing } from './decide-poll-size.js'

const tickMs = 1000
const restMs = 1000
const betweenWarningsMs = 60_000
const betweenReplacementsMs = 10_000
// measured before the first guess of a poll size is corrected
const enoughRecords = 20
// a member that is not in the group fetches again only when there is clearly room, so that it does not come and go
const roomToReturn = 0.75
const phaseOrder = { armed: 0, resting: 1, outside: 2 } as const

/** Decides who of the members fetches, how many there are, and how much one asks for, by what is in hand and how long it takes. */
export class Flow {
  readonly #scope: SessionScope
  readonly #members: Members
  /** Records that one fetch brings, as of late; `null` before the first, and after poll sizes were changed. */
  #fetchRecords: number | null = null
  #isOpen = false
  #isHeld = false
  #isGated = false
  #gatedMs = 0
  #reviewedAtMs: number
  #warnedAtMs = -Infinity
  #replacedAtMs: number
  #timer: Cancel = () => {}

  constructor(scope: SessionScope, members: Members) {
    this.#scope = scope
    this.#members = members
    this.#reviewedAtMs = scope.clock.now()
    this.#replacedAtMs = this.#reviewedAtMs
  }

  /** Members may fetch from now on. */
  open(): void {
    this.#isOpen = true
    this.#plan()
    this.review()
  }

  /** Nothing more is fetched, for good. */
  close(): void {
    this.#isOpen = false
    this.#timer()
    for (const member of this.#members.all()) member.pause()
  }

  /** Nothing is fetched while it is held. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#scope.plan()
  }

  /** A fetch brought so many records. */
  fetched(records: number): void {
    const before = this.#fetchRecords
    this.#fetchRecords = before === null || records > before ? records : before + (records - before) * 0.2
  }

  /** Lets members fetch, or keeps them from it. Called after acknowledgements were sent. */
  review(): void {
    for (const member of this.#members.all()) member.finish()
    const nowMs = this.#scope.clock.now()
    if (this.#isGated) this.#gatedMs += nowMs - this.#reviewedAtMs
    this.#reviewedAtMs = nowMs
    if (!this.#isOpen) return
    this.#letFetch(nowMs)
    this.#isGated = this.#isGatedNow()
    this.#warn(nowMs)
  }

  #letFetch(nowMs: number): void {
    const idle = this.#members.all().filter(({ isIdle }) => isIdle)
    idle.sort((a, b) => phaseOrder[a.phase] - phaseOrder[b.phase])
    let armed = 0
    for (const member of idle) {
      if (member.phase === 'resting' && this.#isResized(member)) continue
      if (this.#mayFetch(member, armed, nowMs)) {
        if (member.phase !== 'armed') member.arm()
        if (member.isIdle) armed++
      } else if (member.phase === 'armed' || nowMs - member.idleSinceMs >= restMs) member.pause()
    }
  }

  #mayFetch(member: Member, armed: number, nowMs: number): boolean {
    if (this.#isHeld) return false
    const { meter, limits, options } = this.#scope
    const budgetMs = budgetOf(limits.lockMs) * (member.phase === 'outside' && member.joinedAtMs !== null ? roomToReturn : 1)
    return decideFetch({
      queued: meter.queued,
      inWork: meter.inWork,
      waiting: meter.waiting,
      armed,
      fetchRecords: this.#fetchRecords ?? member.pollSize,
      workMs: meter.workMs(nowMs),
      concurrency: options.concurrency,
      budgetMs,
    })
  }

  #isGatedNow(): boolean {
    const { meter, options } = this.#scope
    const isBusy = this.#members.all().every(({ inHand }) => inHand !== null)
    return isBusy && meter.queued === 0 && meter.inWork + meter.waiting > 0 && meter.inWork < options.concurrency
  }

  /** A member that has finished is replaced where another poll size fits much better, as soon as its answers are in. */
  #isResized(member: Member): boolean {
    const { clock, subscription, meter, keepsMembers } = this.#scope
    if (keepsMembers || fixedPollSize(subscription) !== null) return false
    const isFirst = member.isProvisional && meter.ended >= enoughRecords
    if (!isFirst && clock.now() - this.#replacedAtMs < betweenReplacementsMs) return false
    const wanted = this.pollSize()
    if (!isWorthReplacing(member.pollSize, wanted, this.#fetchRecords ?? 0)) return false
    if (!member.isAnswered) return true
    this.#replacedAtMs = clock.now()
    this.#fetchRecords = null
    this.#members.add(wanted)
    this.#members.release(member)
    this.#scope.plan()
    return true
  }

  /** `max.poll.records` for a member that is opened now. */
  pollSize(): number {
    const { meter, limits, options, subscription } = this.#scope
    return (
      fixedPollSize(subscription) ??
      decidePollSize({
        concurrency: options.concurrency,
        workMs: meter.recordMs,
        budgetMs: budgetOf(limits.lockMs),
        members: Math.max(1, this.#members.all().length),
      })
    )
  }

  #plan(): void {
    const { clock, plan } = this.#scope
    this.#timer = clock.at(clock.now() + tickMs, () => {
      this.#plan()
      this.#changeMembers()
      for (const member of this.#members.all()) member.tick()
      this.#lend()
      plan()
    })
  }

  /** A slow record keeps its member from fetching, not the others from its partitions. */
  #lend(): void {
    const { clock, meter, limits, options } = this.#scope
    const isAnotherIdle = this.#members.all().some(({ isIdle }) => isIdle)
    const { queued, inWork } = meter
    for (const member of this.#members.all()) {
      const { inHand, phase } = member
      const takenAtMs = inHand?.takes.at(-1)?.takenAtMs
      if (inHand === null || inHand.queued > 0 || phase === 'outside' || takenAtMs === undefined) continue
      const waitsMs = clock.now() - takenAtMs
      const load = { waitsMs, queued, inWork, concurrency: options.concurrency, isAnotherIdle, heartbeatMs: limits.heartbeatMs }
      if (decideLend(load)) member.pause()
    }
  }

  #changeMembers(): void {
    const { clock, options, keepsMembers } = this.#scope
    const members = this.#members.all()
    const newest = members.at(-1)
    if (newest === undefined) return
    const idleMs = newest.isIdle ? clock.now() - newest.idleSinceMs : 0
    const count = decideMembers({
      wanted: keepsMembers ? firstMembers(options.members) : options.members,
      members: members.length,
      gatedShare: this.#gatedMs / tickMs,
      idleMs,
    })
    this.#gatedMs = 0
    if (count > members.length && this.#members.mayGrow) this.#members.add(this.pollSize())
    if (count < members.length && newest.isIdle && newest.isAnswered) this.#members.release(newest)
  }

  #warn(nowMs: number): void {
    const { meter, limits, options, event } = this.#scope
    if (nowMs - this.#warnedAtMs < betweenWarningsMs || meter.queued + meter.inWork === 0 || this.#fetchRecords === null) return
    const records = Math.round(this.#fetchRecords)
    const needed = neededMs(records, meter.recordMs ?? meter.workMs(nowMs), options.concurrency)
    if (needed <= budgetOf(limits.lockMs)) return
    this.#warnedAtMs = nowMs
    event({ type: 'overcommitted', records, neededMs: Math.round(needed), lockMs: limits.lockMs })
  }
}
