import { SamsaError, type Cancel } from '@samsa/contracts'
import type { ShareDriver } from '../driver.js'
import { delay } from '../delay.js'
import { mapFailure } from '../map-error.js'
import type { SessionScope } from '../scope.js'
import { defaultLimits, type ShareLimits } from './limits.js'
import { readLimits } from './read-limits.js'

const betweenReadsMs = 30_000
// what is assumed, or not as it should be, is looked at sooner
const betweenTroubledReadsMs = 10_000
const betweenTriesMs = 500
// a request that waits for a broker that is down costs a core: the connection is looked for first, with less
const betweenTriesDownMs = 10_000

/** Who answers limits in place of the broker; see the engine's options. */
export type LimitsReader = (group: string) => ShareLimits | Promise<ShareLimits>

/** Looks at the settings of a group; see the engine's options. */
export type SettingsJudge = (
  group: { readonly group: string; readonly cluster: string },
  settings: ReadonlyMap<string, string | null>,
) => SamsaError | null

/** Keeps lock time, delivery limit and heartbeat of the group as the broker has them: a change counts for batches that are polled after it. */
export class LimitWatch {
  limits: ShareLimits = defaultLimits
  readonly #reader: LimitsReader | null
  readonly #judge: SettingsJudge | null
  /** Whether the broker has told all limits, and the settings of the group, once. */
  #areKnown = false
  #isJudged = false
  #isOver = false
  #told: string | null = null
  #timer: Cancel = () => {}

  constructor(reader: LimitsReader | null, judge: SettingsJudge | null) {
    this.#reader = reader
    this.#judge = judge
  }

  /** Fulfilled with the first answer, or when it is stopped: as long as no broker answers there is nothing to join either. */
  async start(scope: SessionScope, driver: () => ShareDriver): Promise<void> {
    while (!this.#isOver && !(await this.#read(scope, driver()))) await this.#pause(scope)
    if (!this.#isOver) this.#plan(scope, driver)
  }

  /** Reads no more. */
  stop(): void {
    this.#isOver = true
    this.#timer()
  }

  /** While no broker is connected it is not asked before long, unless one answers. */
  async #pause({ clock, isDown }: SessionScope): Promise<void> {
    const untilMs = clock.now() + betweenTriesDownMs
    do await delay(clock, betweenTriesMs)
    while (!this.#isOver && isDown() && clock.now() < untilMs)
  }

  #plan(scope: SessionScope, driver: () => ShareDriver): void {
    this.#timer = scope.clock.at(scope.clock.now() + (this.#told === null ? betweenReadsMs : betweenTroubledReadsMs), () => {
      void this.#read(scope, driver()).then(() => {
        if (!this.#isOver) this.#plan(scope, driver)
      })
    })
  }

  /** @returns whether there was an answer */
  async #read(scope: SessionScope, driver: ShareDriver): Promise<boolean> {
    const { group, cluster } = scope.subscription
    if (this.#reader !== null) return this.#ask(this.#reader, scope)
    try {
      const { limits, settings, problem, refusal } = await readLimits(driver, group, { limits: this.limits, areKnown: this.#areKnown })
      if (this.#isOver) return true
      if (refusal !== null) {
        scope.fail(mapFailure(refusal, true, { group, cluster, topic: null, wasJoined: scope.wasJoined() }).error)
        return true
      }
      this.limits = limits
      this.#areKnown ||= problem === null
      scope.answeredByBroker()
      this.#tell(scope, problem ?? this.#judged(scope, settings))
      return true
    } catch {
      // no broker answers: the events of the library say so
      return false
    }
  }

  async #ask(reader: LimitsReader, scope: SessionScope): Promise<boolean> {
    const { group } = scope.subscription
    try {
      this.limits = await reader(group)
      this.#tell(scope, null)
      return true
    } catch (thrown) {
      const text = `group ${group}: its limits cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`
      this.#tell(scope, new SamsaError('SAMSA_KAFKA', text, { retryable: true, details: { group }, cause: thrown }))
      return false
    }
  }

  /** The first answer is not judged: what was set just before may not have come to every broker yet. */
  #judged({ subscription }: SessionScope, settings: ReadonlyMap<string, string | null> | null): SamsaError | null {
    if (this.#judge === null || settings === null) return null
    const isFirst = !this.#isJudged
    this.#isJudged = true
    return isFirst ? null : this.#judge(subscription, settings)
  }

  #tell(scope: SessionScope, problem: SamsaError | null): void {
    if (problem !== null && this.#told !== problem.message) scope.trouble(problem)
    // ends the trouble: a broker has answered, and nothing is wrong
    if (problem === null && this.#told !== null) scope.event({ type: 'connected' })
    this.#told = problem?.message ?? null
  }
}
