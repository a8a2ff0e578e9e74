import type { CloseReport, Handover, SamsaError, Session, SessionObserver, SessionStatus } from '@samsa/contracts'
import { isSamsaError, SamsaError as Failure, textOfThrown } from '@samsa/contracts'
import type { LaneScope } from '../lane/lane-scope.js'
import type { Lane } from '../lane/lane.js'
import { DueTimes } from '../time/due-times.js'
import type { CutCall } from './cut-call.js'
import { EngineEvents } from './engine-events.js'
import type { GroupRoute } from './group-routes.js'
import { Handovers } from './handovers.js'
import { LaneTable } from './lane-table.js'
import { openLane } from './open-lane.js'
import { laneHealth, runningInLanes } from './partition-health.js'
import { Pump } from './pump.js'
import type { RunningCall } from './running-call.js'
import type { SessionParts } from './session-parts.js'
import type { SessionRunner } from './session-runner.js'
import type { WorkHealth } from './work-health.js'

/** What a session with lanes of partitions is made of. */
export interface PartitionParts extends SessionParts {
  readonly routes: readonly GroupRoute[]
  readonly random: () => number
}

/** Most records that wait in a lane before its slot is held. */
const laneRecords = 1_000
/** Least bytes that may wait in a lane before its slot is held. */
const laneBytes = 64 * 1024

/** One membership of a group whose records are settled by position: lanes for its partitions, and everything that happens to them. */
export class PartitionRunner implements SessionObserver, SessionRunner {
  readonly session: Session
  readonly lanes = new LaneTable()
  readonly due: DueTimes
  readonly engineEvents: EngineEvents
  readonly cut: CutCall[] = []
  readonly #parts: PartitionParts
  readonly #limits = { records: laneRecords, bytes: laneBytes }
  readonly #scope: LaneScope
  readonly #pump: Pump
  readonly #handovers: Handovers
  #starts = true
  #stopping = false
  #over = false

  /** Joins the group. Throws what the engine throws where it refuses a setting. */
  constructor(parts: PartitionParts) {
    const { clock, events, log } = parts
    this.#parts = parts
    this.due = new DueTimes(clock)
    this.engineEvents = new EngineEvents(events, log, clock)
    this.session = parts.engine.open(parts.subscription, this, clock)
    const { session, lanes, due } = this
    this.#pump = new Pump({ session, turn: parts.turn, laneOf: (slot) => lanes.of(slot), limits: this.#limits, crashed: this.#crashed })
    this.#handovers = new Handovers({ session, clock, due, lanes, cut: (call) => void (this.#stopping && this.cut.push(call)) })
    this.#scope = this.#laneScope()
  }

  get trouble(): SamsaError | null {
    const ofEngine = this.engineEvents.trouble
    const ofLane = this.lanes.all.find(({ trouble }) => trouble !== null)?.trouble ?? null
    // what an engine told last may be long over while brokers answer
    return this.session.status().connected ? (ofLane ?? ofEngine) : (ofEngine ?? ofLane)
  }

  get resting(): boolean {
    return this.lanes.all.every((lane) => lane.resting)
  }

  atEnd({ partitions }: SessionStatus): boolean {
    return partitions.every(({ atEnd }) => atEnd)
  }

  get busy(): boolean {
    return this.lanes.all.some((lane) => lane.busy)
  }

  get lateRuns(): boolean {
    return this.lanes.all.some((lane) => lane.cut !== null && lane.work.callSinceMs !== null)
  }

  status(): SessionStatus {
    return this.session.status()
  }

  running(): readonly RunningCall[] {
    return runningInLanes(this.lanes.all)
  }

  work(status: SessionStatus, nowMs: number): WorkHealth {
    return laneHealth(this.lanes, status, nowMs)
  }

  readonly ready = (): void => this.#pump.ready()

  readonly assigned = (slots: Int32Array): void => {
    const opened = this.#guard(() => [...slots].map((slot) => this.#open(slot))) ?? []
    this.#limits.bytes = Math.max(laneBytes, Math.floor(this.#parts.subscription.bufferBytes / Math.max(1, this.lanes.all.length)))
    for (const lane of opened) lane.open()
    this.#pump.plan()
    this.#parts.rested()
  }

  readonly revoking = (handover: Handover): void => this.#guard(() => this.#handovers.begin(handover))

  readonly revoked = (slots: Int32Array): void => {
    this.#handovers.over(slots)
    for (const slot of slots)
      this.#forget(slot, (lane) => this.#parts.events.partition('partition.revoked', lane.source, { position: lane.endPosition }))
  }

  readonly lost = (slots: Int32Array, cause: SamsaError): void => {
    const error = new Failure('SAMSA_PARTITION_LOST', `the partition was lost: ${cause.message}`, { cause })
    for (const slot of slots) {
      this.#forget(slot, (lane) => {
        lane.cutOff(error, true)
        this.#parts.events.partition('partition.lost', lane.source, { error: cause })
      })
    }
    this.#handovers.over(slots)
  }

  // records of a consumer group have no lock that could end
  readonly expiring = (): void => undefined
  readonly expired = (): void => undefined
  readonly starving = (): void => undefined

  readonly answered: SessionObserver['answered'] = (answer) => {
    if (answer.type !== 'committed' && answer.error !== null)
      this.#parts.events.group('commit.failed', { error: answer.error, willRetry: false })
    this.engineEvents.answered(answer)
  }

  readonly moved: SessionObserver['moved'] = (slot, from, to, cause) => {
    const { topic, partition } = this.session.partition(slot)
    this.#parts.events.partition('position.moved', { topic, partition }, { from, to, cause })
  }

  readonly reachedEnd = (slot: number): void => {
    this.lanes.of(slot)?.reachedEnd()
    this.#parts.rested()
  }

  readonly event: SessionObserver['event'] = (event) => {
    this.engineEvents.event(event)
    if (event.type === 'connected') this.#parts.rested()
  }

  readonly failed = (error: SamsaError): void => {
    if (this.#over) return
    this.#over = true
    this.#pump.stop()
    this.#handovers.clear()
    const lost = new Failure('SAMSA_PARTITION_LOST', `the group failed, and its partitions with it: ${error.message}`, { cause: error })
    for (const lane of this.lanes.all) lane.cutOff(lost, true)
    this.due.clear()
    this.#parts.failed(error)
  }

  quiet(): void {
    this.#starts = false
    this.#pump.stop()
    this.session.quiet()
    for (const lane of this.lanes.all) lane.quiet()
  }

  async drain(why: SamsaError): Promise<void> {
    this.#starts = false
    this.#stopping = true
    this.#pump.stop()
    await Promise.all(this.lanes.all.map((lane) => lane.drain(why, 'onShutdown')))
  }

  cutOff(why: SamsaError): void {
    this.#starts = false
    this.#stopping = true
    this.#pump.stop()
    for (const lane of this.lanes.all) {
      const { offset } = lane.work
      if (lane.cutOff(why)) this.cut.push({ topic: lane.source.topic, partition: lane.source.partition, offset })
    }
  }

  async close(deadlineMs: number): Promise<CloseReport> {
    this.#pump.stop()
    for (const lane of this.lanes.all) if (lane.cut === null) lane.work.settleDone()
    const report = await this.session.close(deadlineMs)
    this.#over = true
    this.due.clear()
    return report
  }

  #open(slot: number): Lane {
    const { subscription, routes, send, events } = this.#parts
    const lane = openLane({ scope: this.#scope, routes, send, group: subscription.group }, slot)
    this.lanes.add(lane)
    events.partition('partition.assigned', lane.source, { position: lane.position })
    if (!this.#starts) lane.quiet()
    return lane
  }

  #forget(slot: number, tell: (lane: Lane) => void): void {
    const lane = this.lanes.of(slot)
    if (lane === undefined) return
    tell(lane)
    this.lanes.remove(slot)
    this.#parts.rested()
  }

  #laneScope(): LaneScope {
    const { kind, clock, events, log, turn, turnEnd, counters, random, rested, stop } = this.#parts
    return {
      kind,
      session: this.session,
      clock,
      events,
      log,
      due: this.due,
      turn,
      turnEnd,
      counters,
      limits: this.#limits,
      random,
      wantsRecords: () => this.#pump.plan(),
      moved: (lane, from) => {
        this.lanes.remove(from)
        this.lanes.add(lane)
      },
      rested,
      stop,
      crashed: this.#crashed,
    }
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
        : new Failure('SAMSA_GROUP_FAILED', `a mistake in the runner: ${textOfThrown(mistake)}`, { cause: mistake }),
    )
  }
}
