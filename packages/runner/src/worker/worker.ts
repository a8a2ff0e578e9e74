import {
  isSamsaError,
  SamsaError,
  systemClock,
  textOfThrown,
  type Clock,
  type EventListener,
  type EventName,
  type WorkerState,
} from '@samsa/contracts'
import type { Container } from '@samsa/routing'
import { workerContainer } from '../binding/worker-container.js'
import { Emitter } from '../events/emitter.js'
import type { GroupRunner } from '../group/group-runner.js'
import { runBeforeJoin } from './before-join.js'
import { Changes } from './changes.js'
import { untilIdle } from './idle-watch.js'
import { Lifecycle } from './lifecycle.js'
import { LoopWatch } from './loop-watch.js'
import { makeGroups } from './make-groups.js'
import { WorkerClosing } from './worker-closing.js'
import { Failures, type FailureCode, type WorkerEnd } from './worker-end.js'
import type { FailOptions, StopOptions, WorkerHandle } from './worker-handle.js'
import { workerLimits, type WorkerParts } from './worker-parts.js'
import { workerStatus, type WorkerStatus } from './worker-status.js'

const longestFailedDrainMs = 5_000

/** The handle's inside: sequences start, quiet and end; what each of them does stands in files of its own. */
class Worker implements WorkerHandle {
  readonly ended: Promise<WorkerEnd>
  readonly #parts: WorkerParts
  readonly #clock: Clock
  readonly #emitter: Emitter
  readonly #changes: Changes
  readonly #life: Lifecycle
  readonly #loop: LoopWatch
  readonly #failures = new Failures()
  readonly #closing: WorkerClosing
  #groups: readonly GroupRunner[] = []
  #container: Container | null = null
  #settingUp: Promise<void> | null = null
  #setUpDone = false
  #startedAtMs: number | null = null
  #starting: Promise<void> | null = null
  #end: (end: WorkerEnd) => void = () => undefined

  constructor(parts: WorkerParts) {
    this.#parts = parts
    this.#clock = parts.clock ?? systemClock
    this.#emitter = new Emitter(parts.log)
    this.#changes = new Changes(this.#clock)
    this.#loop = new LoopWatch(this.#clock)
    this.#life = new Lifecycle((from, to, reason) => {
      this.#emitter.emit('worker.state', { version: 1, from, to, reason })
      this.#changes.changed()
    })
    this.ended = new Promise((resolve) => (this.#end = resolve))
    this.#closing = this.#makeClosing()
  }

  get state(): WorkerState {
    return this.#life.state
  }

  readonly on = <Name extends EventName>(name: Name, listener: EventListener<Name>): (() => void) => this.#emitter.on(name, listener)

  readonly status = (): WorkerStatus =>
    workerStatus({ state: this.state, startedAtMs: this.#startedAtMs, loopDelayMs: this.#loop.delayMs, groups: this.#groups })

  readonly start = (): Promise<void> => {
    if (this.#starting === null) {
      this.#starting = this.#start()
      // whoever does not wait for the start hears of its failure through `ended`
      this.#starting.catch(() => undefined)
    }
    return this.#starting
  }

  readonly quiet = async (): Promise<void> => {
    if (this.#life.move('quieting', 'quiet')) {
      for (const group of this.#groups) group.quiet()
      void this.#changes
        .until(() => !this.#groups.some((group) => group.busy))
        .then(() => this.#life.move('quiet', 'nothing runs any more'))
    }
    await this.#changes.until(() => this.state !== 'quieting')
  }

  readonly stop = (options: StopOptions = {}): Promise<WorkerEnd> => {
    if (options.drainMs !== undefined) this.#closing.bring(options.drainMs)
    this.#close(options.reason ?? 'stop')
    return this.ended
  }

  readonly force = (reason = 'forced'): Promise<WorkerEnd> => {
    if (this.#life.ended) return this.ended
    this.#close(reason)
    this.#closing.force()
    return this.ended
  }

  readonly fail = (error: SamsaError, options: FailOptions = {}): Promise<WorkerEnd> => {
    if (this.#life.ended) {
      this.#parts.log.error(error.message, { code: error.code, error })
      return this.ended
    }
    this.#note(error, options.exitCode ?? 4)
    this.#closing.bring(options.drainMs ?? longestFailedDrainMs)
    this.#closing.fail(error)
    this.#close(error.message)
    return this.ended
  }

  readonly untilIdle = (idleMs: number): Promise<void> =>
    untilIdle(
      () => (this.state === 'starting' || this.state === 'initialized' ? null : this.#groups),
      idleMs,
      this.#clock,
      () => this.#life.ended || this.state === 'stopping',
    )

  async #start(): Promise<void> {
    if (!this.#life.move('starting', 'start')) throw this.#whyNot()
    this.#startedAtMs = this.#clock.wall()
    this.#loop.start()
    this.#settingUp = this.#runSetup()
    await this.#settingUp
    this.#settingUp = null
    if (!this.#leaving) await this.#prepareGroups()
    if (this.#leaving) throw this.#whyNot()
    this.#openGroups()
    const timeout = this.#clock.at(this.#clock.now() + this.#parts.plan.worker.startTimeoutMs, () => this.#startTimedOut())
    await this.#changes.until(() => this.#leaving || this.#groups.every((group) => group.joined))
    timeout()
    this.#life.move('running', 'every group has joined')
    if (this.#leaving) throw this.#whyNot()
  }

  async #runSetup(): Promise<void> {
    try {
      this.#container = workerContainer(this.#parts.container)
      await this.#parts.setup?.(this.#container)
      this.#setUpDone = true
    } catch (cause) {
      this.#groupFailed(new SamsaError('SAMSA_SETUP_FAILED', `setup failed: ${textOfThrown(cause)}`, { cause }), 1)
    }
  }

  async #prepareGroups(): Promise<void> {
    const { beforeJoin } = this.#parts
    if (beforeJoin === undefined) return
    const no = await runBeforeJoin(
      beforeJoin,
      this.#changes.until(() => this.#leaving),
    )
    if (no !== null) this.#groupFailed(no.error, no.exitCode)
  }

  #openGroups(): void {
    try {
      this.#groups = makeGroups({
        worker: this.#parts,
        container: this.#container as Container,
        emitter: this.#emitter,
        clock: this.#clock,
        changed: this.#changes.changed,
        failed: (error) => this.#groupFailed(error, 3),
      })
      for (const group of this.#groups) {
        if (!this.#life.starts) group.quiet()
        group.open()
      }
    } catch (cause) {
      this.#groupFailed(
        isSamsaError(cause)
          ? cause
          : new SamsaError('SAMSA_GROUP_FAILED', `a group could not be opened: ${textOfThrown(cause)}`, { cause }),
        1,
      )
    }
  }

  #startTimedOut(): void {
    const group = this.#groups.find((one) => !one.reached)
    if (group === undefined) return
    const { startTimeoutMs } = this.#parts.plan.worker
    const cause = group.trouble
    const addresses = this.#parts.groupSettings.get(group.group)?.['bootstrap.servers'] ?? 'none'
    const message = `group ${group.group} reached no broker at ${addresses} within startTimeout (${startTimeoutMs} ms): ${cause?.message ?? 'check bootstrap.servers, and that a broker runs there'}`
    this.#groupFailed(new SamsaError('SAMSA_NO_BROKER', message, cause === null ? {} : { cause }), 3)
  }

  #groupFailed(error: SamsaError, exitCode: FailureCode): void {
    if (this.#life.ended) return
    this.#note(error, exitCode)
    this.#close(error.message)
  }

  #note(error: SamsaError, exitCode: FailureCode): void {
    if (this.#failures.any) this.#parts.log.error(error.message, { code: error.code, error })
    this.#failures.add(error, exitCode)
  }

  #close(reason: string): void {
    if (!this.#life.move('stopping', reason)) return
    void this.#closing.run(reason).then((end) => {
      this.#loop.stop()
      this.#life.move(end.exitCode === 0 || end.exitCode === 2 ? 'stopped' : 'failed', reason)
      this.#end(end)
    })
  }

  #makeClosing(): WorkerClosing {
    const { plan, senders = new Map(), limits } = this.#parts
    return new WorkerClosing({
      clock: this.#clock,
      changes: this.#changes,
      emitter: this.#emitter,
      failures: this.#failures,
      senders,
      closeMs: workerLimits(limits).closeMs,
      settingUp: () => this.#settingUp,
      groups: () => this.#groups,
      drainMs: (id) => plan.groups.find((group) => group.id === id)?.drainMs ?? plan.worker.drainMs,
      teardown: () => this.#tearDown(),
    })
  }

  async #tearDown(): Promise<void> {
    const { teardown, log } = this.#parts
    if (teardown === undefined || !this.#setUpDone || this.#container === null) return
    try {
      await teardown(this.#container)
    } catch (thrown) {
      log.error(`teardown failed: ${textOfThrown(thrown)}`, { error: thrown })
    }
  }

  get #leaving(): boolean {
    return this.#life.ended || this.state === 'stopping'
  }

  #whyNot(): SamsaError {
    return this.#failures.first?.error ?? new SamsaError('SAMSA_STOPPED', 'the worker was stopped before it had started')
  }
}

/** Wires a worker from its parts; nothing is touched before `start()`. */
export function createWorker(parts: WorkerParts): WorkerHandle {
  return new Worker(parts)
}
