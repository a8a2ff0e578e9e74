import {
  isSamsaError,
  SamsaError,
  textOfThrown,
  type CloseReport,
  type Handover,
  type RecordColumns,
  type Session,
  type SessionObserver,
  type SessionStatus,
} from '@samsa/contracts'
import type { CutCall } from '../group/cut-call.js'
import { EngineEvents } from '../group/engine-events.js'
import type { RunningCall } from '../group/running-call.js'
import type { SessionParts } from '../group/session-parts.js'
import type { SessionRunner } from '../group/session-runner.js'
import type { WorkHealth } from '../group/work-health.js'
import type { SessionScope } from '../lane/lane-scope.js'
import { DueTimes } from '../time/due-times.js'
import { LockedBatchWork } from './locked-batch-work.js'
import { LockedRecordWork } from './locked-record-work.js'
import type { LockedWork } from './locked-work.js'
import { recordHealth, runningInRecordLanes } from './record-health.js'
import { RecordHooks } from './record-hooks.js'
import type { RecordLane } from './record-lane.js'
import type { RecordRoute } from './record-route.js'
import { tellExpired, tellGivenUp } from './tell-expired.js'

/** What a session with lanes of records is made of. */
export interface RecordParts extends SessionParts {
  readonly route: RecordRoute
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number
}

/** One membership of a group whose records are settled one by one, for one of its routes: lanes for records, and everything that happens to them. */
export class RecordRunner implements SessionObserver, SessionRunner {
  readonly session: Session
  readonly due: DueTimes
  readonly cut: CutCall[] = []
  readonly #parts: RecordParts
  readonly #engineEvents: EngineEvents
  readonly #hooks: RecordHooks
  readonly #work: LockedWork
  #waiters: (() => void)[] = []
  #draining: Promise<void> | null = null
  #cutOff = false
  #over = false

  /** Joins the group. Throws what the engine throws where it refuses a setting, and `SAMSA_INJECTION` where the class cannot be made. */
  constructor(parts: RecordParts) {
    const { clock, events, log, route, random, send } = parts
    const { cluster, group } = parts.subscription
    this.#parts = parts
    // what cannot be made is found before anything joins
    makeInstance(route)
    this.due = new DueTimes(clock)
    this.#engineEvents = new EngineEvents(events, log, clock)
    this.session = parts.engine.open(parts.subscription, this, clock)
    const scope = this.#scope()
    const work = { scope, route, cluster, group, send, random }
    this.#hooks = new RecordHooks(scope, route)
    this.#work = route.batch === null ? new LockedRecordWork(work) : new LockedBatchWork(work, route.batch)
  }

  get trouble(): SamsaError | null {
    const ofEngine = this.#engineEvents.trouble
    const ofLetter = this.#work.recovery.letters.open.find(({ error }) => error !== null)?.error ?? null
    // what an engine told last may be long over while brokers answer
    return this.session.status().connected ? (ofLetter ?? ofEngine) : (ofEngine ?? ofLetter)
  }

  get resting(): boolean {
    return this.#work.resting && this.#hooks.running.length === 0
  }

  /** The time without records says it, not this. */
  atEnd(): boolean {
    return true
  }

  get busy(): boolean {
    return this.#work.busy || this.#hooks.running.length > 0
  }

  get lateRuns(): boolean {
    return this.#work.lanes.some(({ busy, cut }) => busy && cut)
  }

  status(): SessionStatus {
    return this.session.status()
  }

  running(): readonly RunningCall[] {
    return [...runningInRecordLanes(new Set([...this.#work.lanes, ...this.#parts.route.use.leftBehind])), ...this.#hooks.running]
  }

  work(status: SessionStatus, nowMs: number): WorkHealth {
    return recordHealth(this.#work, this.#hooks.running, status, nowMs)
  }

  readonly ready = (): void => this.#work.ready()

  // a slot is only the name of a partition of which records came
  readonly assigned = (): void => undefined
  readonly revoking = (handover: Handover): void => this.session.surrender(handover)
  readonly revoked = (): void => this.#rested()

  readonly lost = (slots: Int32Array, cause: SamsaError): void => {
    this.#work.lost(slots, new SamsaError('SAMSA_PARTITION_LOST', `the partition was lost: ${cause.message}`, { cause }))
    for (const slot of slots) {
      const { topic, partition } = this.session.partition(slot)
      this.#parts.events.partition('partition.lost', { topic, partition }, { error: cause })
    }
  }

  readonly expiring = (columns: RecordColumns): void => this.#guard(() => this.#work.expiring(columns))

  readonly expired = (columns: RecordColumns): void => {
    const lanes = this.#guard(() => this.#work.expired(columns)) ?? []
    for (const lane of lanes) {
      for (const segment of lane.open.filter((open) => open.columns === columns)) {
        tellExpired(lane, segment)
        this.#hooks.lockLost(segment)
      }
    }
  }

  readonly starving = (): void => this.#guard(() => this.#work.starving())

  readonly answered: SessionObserver['answered'] = (answer) => this.#engineEvents.answered(answer)

  readonly moved: SessionObserver['moved'] = (slot, from, to, cause) => {
    const { topic, partition } = this.session.partition(slot)
    this.#parts.events.partition('position.moved', { topic, partition }, { from, to, cause })
  }

  readonly reachedEnd = (): void => this.#rested()

  readonly event: SessionObserver['event'] = (event) => {
    this.#engineEvents.event(event)
    if (event.type === 'connected') this.#parts.rested()
  }

  readonly failed = (error: SamsaError): void => {
    if (this.#over) return
    this.#over = true
    const why = new SamsaError('SAMSA_LOCK_EXPIRED', `the group failed, and its locks are lost: ${error.message}`, {
      cause: error,
      retryable: true,
    })
    for (const lane of this.#giveUp(why, true)) for (const segment of lane.open) this.#hooks.lockLost(segment)
    this.due.clear()
    this.#parts.failed(error)
  }

  quiet(): void {
    if (this.#over) return
    this.session.quiet()
    this.#guard(() => this.#work.quiet())
  }

  drain(why: SamsaError): Promise<void> {
    this.#draining ??= this.#drain(why)
    return this.#draining
  }

  cutOff(why: SamsaError): void {
    for (const { source, offset } of this.#giveUp(why, false)) this.cut.push({ topic: source.topic, partition: source.partition, offset })
    for (const { topic, partition } of this.#cutOff ? [] : this.#hooks.running) this.cut.push({ topic, partition, offset: null })
    this.#cutOff = true
    this.#rested()
  }

  async close(deadlineMs: number): Promise<CloseReport> {
    if (this.#work.recovery.letters.size > 0) await this.#written(deadlineMs)
    this.#guard(() => this.#work.close())
    const report = await this.session.close(deadlineMs)
    this.#over = true
    this.due.clear()
    return report
  }

  /** Waits for the dead letters that are being written, half of the time that is left at most. */
  async #written(deadlineMs: number): Promise<void> {
    const { clock } = this.#parts
    this.quiet()
    let isLate = false
    const end = this.due.add(clock.now() + Math.max(0, deadlineMs - clock.now()) / 2, () => {
      isLate = true
      this.#rested()
    })
    await this.#until(() => isLate || this.#over || this.#work.recovery.letters.size === 0)
    this.due.remove(end)
  }

  async #drain(why: SamsaError): Promise<void> {
    this.#work.drains.fire(why)
    this.quiet()
    await this.#until(() => this.#cutOff || this.#over || this.#work.resting)
    await this.#until(() => this.#cutOff || this.#over || this.resting)
    if (!this.#cutOff && !this.#over) await this.#hooks.shutdown()
  }

  #until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (condition()) return resolve()
        this.#waiters.push(look)
      }
      look()
    })
  }

  /** Answers the lanes in which something ran. */
  #giveUp(why: SamsaError, gone: boolean): readonly RecordLane[] {
    const lanes = this.#guard(() => this.#work.cutOff(why, gone)) ?? []
    for (const lane of lanes) tellGivenUp(lane, why)
    return lanes
  }

  readonly #rested = (): void => {
    this.#parts.rested()
    for (const look of this.#waiters.splice(0)) look()
  }

  #scope(): SessionScope {
    const { clock, events, log, turn, turnEnd, counters, stop } = this.#parts
    const { session, due } = this
    return { session, clock, events, log, due, turn, turnEnd, counters, rested: this.#rested, stop, crashed: this.#crashed }
  }

  /** Runs what an engine called; a mistake in it ends the session instead of the engine. */
  #guard<T>(run: () => T): T | undefined {
    try {
      return run()
    } catch (mistake) {
      this.#crashed(mistake)
      return undefined
    }
  }

  readonly #crashed = (mistake: unknown): void => {
    this.failed(
      isSamsaError(mistake)
        ? mistake
        : new SamsaError('SAMSA_GROUP_FAILED', `a mistake in the runner: ${textOfThrown(mistake)}`, { cause: mistake }),
    )
  }
}

function makeInstance(route: RecordRoute): void {
  try {
    route.instance()
  } catch (cause) {
    throw new SamsaError('SAMSA_INJECTION', `${route.className} could not be made: ${textOfThrown(cause)}`, { cause })
  }
}
