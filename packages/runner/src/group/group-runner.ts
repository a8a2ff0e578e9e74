import { SamsaError, type Cancel, type Clock, type CloseReport, type Subscription } from '@samsa/contracts'
import type { GroupEvents } from '../events/group-events.js'
import type { LaneCounters } from '../lane/lane-scope.js'
import type { CutCall } from './cut-call.js'
import { noSession, sessionPart, type GroupStatus } from './group-status.js'
import type { SessionParts } from './session-parts.js'
import type { SessionRunner } from './session-runner.js'
import { StuckWatch } from './stuck-watch.js'

/** What a group, or one route of a share group, is made of. */
export interface GroupParts {
  readonly kind: 'consumer' | 'share'
  readonly subscription: Subscription
  readonly clock: Clock
  readonly events: GroupEvents
  /** Opens a fresh session. Throws what the engine throws where it refuses a setting, and what binding throws. */
  readonly openSession: (told: Pick<SessionParts, 'counters' | 'rested' | 'stop' | 'failed'>) => SessionRunner
  /** How long a join may take once a broker answers, milliseconds. */
  readonly joinStuckMs: number
  /** How long a failed session may take to let go, milliseconds. */
  readonly closeMs: number
  /** Something changed that somebody may wait for. */
  readonly changed: () => void
  /** The worker cannot go on. */
  readonly failed: (error: SamsaError) => void
}

/** How often a session is looked at while it joins, and after that, milliseconds. */
const lookJoiningMs = 100
const lookMs = 1_000
/** First and longest wait before a fresh session, milliseconds. */
const firstRetryMs = 1_000
const longestRetryMs = 30_000
/** The same while a static member's killed predecessor still counts: it is free the moment that one's session ends. */
const longestFencedRetryMs = 5_000
/** A session that was joined this long has earned a fresh start of the backoff, milliseconds. */
const steadyMs = 60_000

/**
 * One group of the plan, or one route of a share group, under supervision: a session, and a fresh one with backoff where it fails and trying again may help; otherwise the worker fails.
 * A join that hangs and a handler that hangs are found, told, and end the same way: never silence.
 */
export class GroupRunner {
  readonly counters: LaneCounters = { settled: 0, skipped: 0, deadLettered: 0, retried: 0, released: 0, rejected: 0 }
  readonly #parts: GroupParts
  readonly #stuck: StuckWatch
  #runner: SessionRunner | null = null
  #sessions = 0
  #failures = 0
  #quiet = false
  #over = false
  #reached = false
  #joinedAtMs: number | null = null
  #unjoinedSinceMs = 0
  #retryAtMs: number | null = null
  #nextLook: Cancel = () => undefined
  #nextSession: Cancel = () => undefined
  /** Fulfilled when failed sessions have let go. */
  #closing: Promise<unknown> = Promise.resolve()
  /** The last thing that went wrong, for the error of a start that reached no broker. */
  #lastError: SamsaError | null = null
  /** A handler that hangs; `null` while there is none. */
  stuck: SamsaError | null = null

  constructor(parts: GroupParts) {
    this.#parts = parts
    this.#stuck = new StuckWatch(parts.events)
  }

  get group(): string {
    return this.#parts.subscription.group
  }

  /** Whether the group is joined and holds its assignment. */
  get joined(): boolean {
    return this.#joinedAtMs !== null && this.#runner?.status().state === 'joined'
  }

  /** Whether a broker has ever answered. */
  get reached(): boolean {
    return this.#reached
  }

  /** The last trouble of this group. */
  get trouble(): SamsaError | null {
    return this.#runner?.trouble ?? this.#lastError
  }

  /** Whether nothing runs and nothing waits to be run, every partition is at its end, and no more partitions are to be expected. */
  get idle(): boolean {
    const runner = this.#runner
    if (runner === null || !this.joined || !runner.resting) return false
    const status = runner.status()
    return status.steady && runner.atEnd(status)
  }

  /** Whether a call or a hook runs. */
  get busy(): boolean {
    return this.#runner?.busy ?? false
  }

  /** Whether a call runs that was cut. */
  get lateRuns(): boolean {
    return this.#runner?.lateRuns ?? false
  }

  /** Opens the first session. Throws what the engine throws where it refuses a setting, and what binding throws. */
  open(): void {
    this.#retryAtMs = null
    this.#sessions++
    this.#joinedAtMs = null
    this.#unjoinedSinceMs = this.#parts.clock.now()
    const { openSession, changed, failed } = this.#parts
    this.#runner = openSession({ counters: this.counters, rested: changed, stop: failed, failed: (error) => this.#failed(error) })
    if (this.#quiet) this.#runner.quiet()
    this.#look()
  }

  /** Nothing new starts; the membership and the assignment stay. */
  quiet(): void {
    this.#quiet = true
    this.#runner?.quiet()
    this.#parts.changed()
  }

  /** Nothing new starts, no fresh session follows; fulfilled when nothing runs any more. */
  async drain(why: SamsaError): Promise<void> {
    this.#over = true
    this.#nextSession()
    await this.#runner?.drain(why)
  }

  /** Gives up what still runs. */
  cutOff(why: SamsaError): void {
    this.#over = true
    this.#nextSession()
    this.#runner?.cutOff(why)
  }

  /** Leaves the group, at the latest at `deadlineMs`. Never rejects. */
  async close(deadlineMs: number): Promise<CloseReport> {
    this.#over = true
    this.#nextSession()
    this.#nextLook()
    const [report] = await Promise.all([this.#runner?.close(deadlineMs), this.#closing])
    return report ?? { unsettled: 0, unanswered: 0, hung: false }
  }

  /** Calls that were cut at the deadline of the stop. */
  get cut(): readonly CutCall[] {
    return this.#runner?.cut ?? []
  }

  status(): GroupStatus {
    const { subscription, kind, clock } = this.#parts
    const nowMs = clock.now()
    const part = this.#runner === null ? noSession : sessionPart(this.#runner, nowMs)
    const trouble = this.trouble
    return {
      group: subscription.group,
      cluster: subscription.cluster,
      kind,
      topics: subscription.topics.map(({ name, pattern }) => (pattern ? `/${name}/` : name)),
      ...part,
      trouble: part.trouble ?? (trouble === null || part.connected ? null : { code: trouble.code, message: trouble.message }),
      sessions: this.#sessions,
      retryInMs: this.#retryAtMs === null ? null : Math.max(0, Math.round(this.#retryAtMs - nowMs)),
      ...this.counters,
    }
  }

  #look(): void {
    const runner = this.#runner
    if (runner === null) return
    const { clock } = this.#parts
    const nowMs = clock.now()
    this.#lookAtJoin(runner, nowMs)
    for (const error of this.#stuck.look(runner.running(), nowMs)) {
      this.stuck ??= error
      this.#parts.failed(error)
    }
    // a join that hung has ended the session
    if (this.#runner === runner) this.#nextLook = clock.at(nowMs + (this.#joinedAtMs === null ? lookJoiningMs : lookMs), () => this.#look())
  }

  #lookAtJoin(runner: SessionRunner, nowMs: number): void {
    const status = runner.status()
    if (status.connected && !this.#reached) {
      this.#reached = true
      this.#parts.changed()
    }
    if (status.state === 'joined') {
      this.#unjoinedSinceMs = nowMs
      if (this.#joinedAtMs === null) this.#joined(status.memberId, nowMs)
      return
    }
    const { joinStuckMs } = this.#parts
    // without a broker, or once it leaves, there is nothing to join
    if (!status.connected || this.#over) this.#unjoinedSinceMs = nowMs
    if (nowMs - this.#unjoinedSinceMs < joinStuckMs) return
    runner.failed(
      new SamsaError('SAMSA_GROUP_FAILED', `group ${this.group} has been ${status.state} for ${joinStuckMs} ms: it may hang`, {
        retryable: true,
      }),
    )
  }

  #joined(memberId: string | null, nowMs: number): void {
    this.#joinedAtMs = nowMs
    this.#parts.events.group('group.joined', { memberId })
    this.#parts.changed()
  }

  #failed(error: SamsaError): void {
    const { clock, events, closeMs, failed, changed } = this.#parts
    const runner = this.#runner
    this.#lastError = error
    this.#nextLook()
    const willRetry = error.retryable && !this.#over
    if (this.#joinedAtMs !== null && clock.now() - this.#joinedAtMs >= steadyMs) this.#failures = 0
    const longestMs = error.code === 'SAMSA_FENCED' ? longestFencedRetryMs : longestRetryMs
    const delayMs = willRetry ? Math.min(longestMs, firstRetryMs * 2 ** Math.min(this.#failures++, 10)) : 0
    events.group('group.failed', { error, willRetry, delayMs })
    this.#joinedAtMs = null
    this.#closing = runner?.close(clock.now() + closeMs) ?? Promise.resolve()
    if (!willRetry) {
      if (!this.#over) failed(error)
      return
    }
    this.#runner = null
    this.#retryAtMs = clock.now() + delayMs
    this.#nextSession = clock.at(this.#retryAtMs, () => void this.#closing.then(() => this.#reopen()))
    changed()
  }

  #reopen(): void {
    if (this.#over) return
    try {
      this.open()
    } catch (thrown) {
      this.#parts.failed(
        thrown instanceof SamsaError
          ? thrown
          : new SamsaError('SAMSA_GROUP_FAILED', `group ${this.group} could not be opened again`, { cause: thrown }),
      )
    }
  }
}
