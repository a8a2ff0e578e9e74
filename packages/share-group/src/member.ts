import type { AcquiredBatch } from './delivery/acquired-batch.js'
import { acquire } from './delivery/delivery.js'
import type { DriverEvent, ShareDriver } from './driver.js'
import type { Failure } from './map-error.js'
import { failureOf, type SessionScope } from './scope.js'
import { Acknowledgements } from './settlement/acknowledgements.js'
import { settleBroken } from './settlement/broken.js'

// fetch.wait.max.ms is at most 500 ms; busy machines take their time to ask, and to answer
const longestFetchMs = 1000

/** Who hears of a member. */
export interface MemberHooks {
  /** It has records in hand. */
  readonly acquired: (batch: AcquiredBatch) => void
  /** The library reports something. */
  readonly heard: (event: DriverEvent, member: Member) => void
  /** The library refused a call. */
  readonly refused: (failure: Failure, member: Member) => void
  /** Something was done with the library: records may have come. */
  readonly served: () => void
}

/**
 * One member of the group, with a handle of its own and at most one batch in hand:
 *
 * outside (not subscribed: it acquires nothing) → armed (its fetch is out, again and again until something comes) → resting (subscribed, no fetch out) → armed
 * armed or resting → outside
 *
 * With a batch in hand it rests: the library fetches nothing while records have no acknowledgement type. Order after a batch: acknowledge, commit, poll. Anything else lets
 * the answers wait for the next fetch.
 */
export class Member {
  readonly acknowledgements: Acknowledgements
  /** Fulfilled when the library says that it has left. */
  readonly closed: Promise<void>
  inHand: AcquiredBatch | null = null
  phase: 'outside' | 'resting' | 'armed' = 'outside'
  /** It takes part in nothing any more. */
  isLeaving = false
  /** Since when it has had nothing in hand, on the session's clock. */
  idleSinceMs: number
  /** When it was first seen in the group; `null` before. */
  joinedAtMs: number | null = null
  /** Until when a fetch may still be on its way that was out when it left the group, on the session's clock. */
  fetchEndsAtMs = -Infinity
  readonly #scope: SessionScope
  readonly #hooks: MemberHooks
  readonly #topics: readonly string[]
  #isServing = false
  #sayClosed!: () => void

  /**
   * @param pollSize `max.poll.records` of the handle
   * @param isProvisional whether the poll size was chosen before anything was known of the work
   */
  constructor(
    readonly driver: ShareDriver,
    readonly pollSize: number,
    readonly isProvisional: boolean,
    scope: SessionScope,
    hooks: MemberHooks,
  ) {
    this.#scope = scope
    this.#hooks = hooks
    this.#topics = scope.subscription.topics.map(({ name }) => name)
    this.acknowledgements = new Acknowledgements(scope, driver)
    this.closed = new Promise<void>((resolve) => (this.#sayClosed = resolve))
    this.idleSinceMs = scope.clock.now()
  }

  /** Whether it is in the group at this moment. */
  get isJoined(): boolean {
    return !this.isLeaving && this.driver.memberEpoch() > 0
  }

  /** Whether nothing keeps it from fetching. */
  get isIdle(): boolean {
    return this.inHand === null && !this.isLeaving
  }

  /** Whether everything that was settled of its records has an answer. */
  get isAnswered(): boolean {
    return this.acknowledgements.isAnswered(this.acknowledgements.serial)
  }

  /** Something happened in the library. */
  wake(): void {
    this.#serve()
    if (this.isIdle && this.phase !== 'resting' && this.driver.hasData) {
      this.#guard(() => (this.phase === 'armed' ? this.#poll() : this.#pollOutside()))
    }
    this.#hooks.served()
  }

  /** Works off what the library reports; once a second even where it was silent. */
  tick(): void {
    this.#serve()
    this.look()
    this.acknowledgements.checkAge()
    // a fetch that brought nothing but gaps may have left it unarmed
    if (this.phase === 'armed' && this.isIdle) this.#guard(() => this.#poll())
  }

  /** Looks whether the coordinator has taken it in, which the library does not say. */
  look(): void {
    if (this.joinedAtMs === null && this.isJoined) this.joinedAtMs = this.#scope.clock.now()
  }

  /** Fetches until something comes. */
  arm(): void {
    this.#guard(() => {
      if (this.phase === 'outside') this.driver.subscribe(this.#topics)
      this.phase = 'armed'
      this.#poll()
    })
  }

  /** Leaves the group: not polling would be no pause, because an armed handle goes on to fetch. What it has fetched by now is taken first. */
  pause(): void {
    if (this.phase === 'outside') return
    this.#guard(() => {
      if (this.phase === 'armed' && this.isIdle && this.driver.hasData) this.#poll()
      if (this.phase === 'armed' && this.isIdle) this.fetchEndsAtMs = this.#scope.clock.now() + longestFetchMs
      this.driver.unsubscribe()
      this.phase = 'outside'
    })
  }

  /** Sends what was settled. */
  flush(): void {
    this.#guard(() => this.acknowledgements.flush())
  }

  /** Whether its batch was done with just now. */
  finish(): boolean {
    const batch = this.inHand
    if (batch === null || batch.untyped > 0 || !this.acknowledgements.isSent) return false
    this.#scope.queue.remove(batch)
    this.inHand = null
    this.idleSinceMs = this.#scope.clock.now()
    return true
  }

  /** The library says that it has left. */
  hasLeft(): void {
    this.#sayClosed()
  }

  #serve(): void {
    if (this.#isServing) return
    this.#isServing = true
    try {
      for (let events = this.driver.serve(); events !== null; events = this.driver.serve()) {
        for (const event of events) this.#hooks.heard(event, this)
      }
      this.acknowledgements.takeResults()
    } finally {
      this.#isServing = false
    }
  }

  #poll(): void {
    const { driver } = this
    const polled = driver.poll()
    if (driver.pendingEvents) this.#serve()
    if (polled === null) return
    this.phase = 'resting'
    this.#scope.plan()
    settleBroken(polled.broken, this, this.#scope)
    if (polled.length === 0) return
    this.inHand = acquire(polled, this, this.#scope.slots, this.#scope.limits, this.#scope.clock.now())
    this.#hooks.acquired(this.inHand)
  }

  /** A fetch that was on its way when the member left the group has brought something, which would stay locked: it can be read only by a member. */
  #pollOutside(): void {
    this.driver.subscribe(this.#topics)
    this.#poll()
    this.driver.unsubscribe()
    this.phase = 'outside'
  }

  #guard(run: () => void): void {
    try {
      run()
    } catch (thrown) {
      // a call that the library refuses, say while it closes; anything else is a bug of ours and must not be hidden
      if (typeof (thrown as { errno?: unknown }).errno !== 'number') throw thrown
      this.#hooks.refused(failureOf(thrown), this)
    }
  }
}
