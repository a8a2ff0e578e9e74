import { SamsaError, type Cancel } from '@samsa/contracts'
import type { Flow } from './flow/flow.js'
import { firstMembers } from './flow/decide-members.js'
import type { LimitWatch } from './limits/limit-watch.js'
import type { Members } from './members.js'
import type { SessionScope } from './scope.js'
import { pollIntervalMs } from './settings/settings.js'
import { defaultLimits } from './limits/limits.js'

const betweenLooksMs = 100
const longestJoinMs = 60_000

/**
 * The way into the group: what the group's settings say, the members, and then their first fetches. A group that nobody was in yet gives its first records after two
 * heartbeats.
 *
 * asking → subscribed → joined
 */
export class Joining {
  readonly #scope: SessionScope
  readonly #limits: LimitWatch
  readonly #members: Members
  readonly #flow: Flow
  #isOver = false
  #wasJoined = false
  #connectedAtMs: number | null = null
  #timer: Cancel = () => {}

  constructor(scope: SessionScope, limits: LimitWatch, members: Members, flow: Flow) {
    this.#scope = scope
    this.#limits = limits
    this.#members = members
    this.#flow = flow
  }

  /** Whether this session was ever in the group. */
  get wasJoined(): boolean {
    return this.#wasJoined
  }

  async start(): Promise<void> {
    await this.#limits.start(this.#scope, () => this.#members.driver)
    if (this.#isOver) return
    this.#scope.event({ type: 'protocol-chosen', protocol: 'share', reason: 'share groups have one protocol (KIP-932)' })
    try {
      this.#openMembers()
    } catch (thrown) {
      return this.#scope.fail(thrown as SamsaError)
    }
    this.#flow.open()
    this.#watch()
  }

  /** Looks whether a member was taken in. */
  look(): void {
    for (const member of this.#members.all()) {
      member.look()
      if (member.joinedAtMs === null) continue
      this.#wasJoined = true
      this.#scope.answeredByBroker()
    }
  }

  /** The session ends. */
  stop(): void {
    this.#isOver = true
    this.#limits.stop()
    this.#timer()
  }

  #openMembers(): void {
    const { lockMs } = this.#scope.limits
    const [first] = this.#members.all()
    // its handle was opened before the lock was known
    if (first !== undefined && pollIntervalMs(lockMs) !== pollIntervalMs(defaultLimits.lockMs)) {
      this.#members.add(this.#flow.pollSize())
      this.#members.release(first)
    }
    const count = firstMembers(this.#scope.options.members)
    while (this.#members.all().length < count) this.#members.add(this.#flow.pollSize())
  }

  /** The library does not say when a member was taken in. */
  #watch(): void {
    this.look()
    if (this.#wasJoined || this.#isOver) return
    const { clock, isConnected, fail } = this.#scope
    const nowMs = clock.now()
    this.#connectedAtMs = isConnected() ? (this.#connectedAtMs ?? nowMs) : null
    if (this.#connectedAtMs !== null && nowMs - this.#connectedAtMs >= longestJoinMs) return fail(this.#notJoined())
    this.#timer = clock.at(nowMs + betweenLooksMs, () => this.#watch())
  }

  #notJoined(): SamsaError {
    const { group } = this.#scope.subscription
    const text = `group ${group}: not in the group ${longestJoinMs / 1000} s after asking for it`
    return new SamsaError('SAMSA_GROUP_FAILED', `${text}: see the broker's log and the other members`, {
      retryable: true,
      details: { group, kafka: 'join', protocol: 'share' },
    })
  }
}
