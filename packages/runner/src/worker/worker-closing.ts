import { SamsaError, type Clock, type CloseReport } from '@samsa/contracts'
import type { Emitter } from '../events/emitter.js'
import type { GroupRunner } from '../group/group-runner.js'
import type { Changes } from './changes.js'
import { closeSenders } from './close-senders.js'
import { Deadline } from './deadline.js'
import type { Failures, WorkerEnd } from './worker-end.js'
import type { Sender } from './worker-parts.js'

/** How long a forced worker takes to leave, milliseconds. */
const forcedCloseMs = 1_000

/** What a closing needs. */
export interface ClosingParts {
  readonly clock: Clock
  readonly changes: Changes
  readonly emitter: Emitter
  readonly failures: Failures
  readonly senders: ReadonlyMap<string, Sender>
  /** How long leaving may take after the drain deadline, milliseconds. */
  readonly closeMs: number
  /** Fulfilled when `setup` has ended, in whatever way; `null` where it does not run. */
  readonly settingUp: () => Promise<unknown> | null
  /** The groups that were opened by then. */
  readonly groups: () => readonly GroupRunner[]
  /** How long the running handlers of a group get. */
  readonly drainMs: (group: string) => number
  readonly teardown: () => Promise<void>
}

/** The end of a worker, step by step: drain, cut, settle, leave, close the senders, tear down. Deadlines can only come nearer. */
export class WorkerClosing {
  readonly #parts: ClosingParts
  /** The latest end of every drain, whatever the plan gives. */
  readonly #drain: Deadline
  /** The end of all patience: set by force. */
  readonly #patience: Deadline
  #failed = false

  constructor(parts: ClosingParts) {
    this.#parts = parts
    this.#drain = new Deadline(parts.clock)
    this.#patience = new Deadline(parts.clock)
  }

  /** Handlers get at most `drainMs` from now. */
  bring(drainMs: number): void {
    this.#drain.bring(this.#parts.clock.now() + drainMs)
  }

  /** Nothing is waited for any more. */
  force(): void {
    this.#cut('SAMSA_DRAIN_DEADLINE', 'the stop was forced: what still runs is delivered again')
    this.bring(0)
    this.#patience.bring(this.#parts.clock.now() + forcedCloseMs)
  }

  /** Signals fire at once; handlers may end, but nothing they do counts. */
  fail(error: SamsaError): void {
    this.#failed = true
    this.#cut('SAMSA_WORKER_FAILED', `the worker fails: ${error.message}`)
  }

  /** Does it all; fulfilled with how the worker ended. */
  async run(reason: string): Promise<WorkerEnd> {
    const { clock, settingUp, groups, closeMs, emitter, senders, failures, teardown } = this.#parts
    const setup = settingUp()
    // without a wait `draining` fires within the call of `stop`
    if (setup !== null) await Promise.race([setup, this.#drain.expired])
    const why = new SamsaError('SAMSA_STOPPED', `the worker stops: ${reason}`)
    const reports = await Promise.all(groups().map((group) => this.#stopGroup(group, why)))
    const latestMs = Math.min(clock.now() + closeMs, this.#patience.atMs)
    const sent = await closeSenders(senders, latestMs, emitter)
    await this.#patiently(teardown(), undefined)
    this.#drain.clear()
    this.#patience.clear()
    const cuts = {
      cut: groups().flatMap((group) => group.cut.map((call) => ({ group: group.group, ...call }))),
      unansweredSettlements: reports.reduce((sum, report) => sum + (report?.unanswered ?? 0), 0),
      unansweredSends: sent.unanswered,
      hung: sent.hung || reports.some((report) => report?.hung ?? true),
    }
    return failures.end(cuts, reports.includes(null))
  }

  /** `null` where nobody waited for the report. */
  async #stopGroup(group: GroupRunner, why: SamsaError): Promise<CloseReport | null> {
    const { clock, changes, closeMs, drainMs } = this.#parts
    const own = new Deadline(clock)
    own.bring(clock.now() + drainMs(group.group))
    const drained = this.#failed ? changes.until(() => !group.lateRuns) : group.drain(why)
    await Promise.race([drained, own.expired, this.#drain.expired])
    own.clear()
    group.cutOff(
      new SamsaError('SAMSA_DRAIN_DEADLINE', 'the drain time is over: the worker leaves, and what still runs is delivered again'),
    )
    return this.#patiently(group.close(Math.min(clock.now() + closeMs, this.#patience.atMs)), null)
  }

  #cut(code: 'SAMSA_DRAIN_DEADLINE' | 'SAMSA_WORKER_FAILED', message: string): void {
    for (const group of this.#parts.groups()) group.cutOff(new SamsaError(code, message))
  }

  /** Waits for `work`, but no longer than patience lasts. */
  #patiently<T>(work: Promise<T>, otherwise: T): Promise<T> {
    return Promise.race([work, this.#patience.expired.then(() => otherwise)])
  }
}
