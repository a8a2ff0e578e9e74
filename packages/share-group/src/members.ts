import type { SamsaError } from '@samsa/contracts'
import type { ShareDriver } from './driver.js'
import { openHandle } from './handles.js'
import { leaveGroup, type Leave } from './leave-group.js'
import type { LockWatch } from './lock/lock-watch.js'
import { Member, type MemberHooks } from './member.js'
import type { SessionScope } from './scope.js'

const leaveMs = 15_000
const givenUpMs = 30_000

/** The members of a session, and those on their way out. */
export class Members {
  readonly #scope: SessionScope
  readonly #locks: LockWatch
  readonly #hooks: MemberHooks
  readonly #leaving = new Set<Promise<Leave>>()
  #list: Member[] = []
  #opened = 0
  #noMoreUntilMs = -Infinity

  /** Opens the first member's handle. Throws `SAMSA_KAFKA_SETTING` where librdkafka refuses a property. */
  constructor(scope: SessionScope, locks: LockWatch, hooks: MemberHooks, pollSize: number) {
    this.#scope = scope
    this.#locks = locks
    this.#hooks = hooks
    this.add(pollSize)
  }

  all(): readonly Member[] {
    return this.#list
  }

  /** A handle that can be asked. */
  get driver(): ShareDriver {
    return this.#list[0]!.driver
  }

  /** Whether another one may be opened now: a group that was full is left alone for a while. */
  get mayGrow(): boolean {
    return this.#scope.clock.now() >= this.#noMoreUntilMs
  }

  /** Fulfilled as the members that left are gone. */
  get leaving(): readonly Promise<Leave>[] {
    return [...this.#leaving]
  }

  /** Opens a member, which fetches nothing yet. */
  add(pollSize: number): Member {
    const { library, subscription, limits } = this.#scope
    let member: Member | null = null
    const driver = openHandle(library, subscription, { number: ++this.#opened, pollSize, lockMs: limits.lockMs }, () => member?.wake())
    member = new Member(driver, pollSize, this.#scope.meter.recordMs === null, this.#scope, this.#hooks)
    this.#list.push(member)
    return member
  }

  /** A member with nothing in hand leaves for good. */
  release(member: Member): void {
    this.#forget(member)
    member.pause()
    this.#leave(member, false)
  }

  /** The library gave up on a member: what it has in hand is lost, the others go on. */
  lose(member: Member, why: SamsaError): void {
    const { inHand } = member
    this.#noMoreUntilMs = this.#scope.clock.now() + givenUpMs
    this.#forget(member)
    if (inHand !== null) {
      this.#locks.lose(inHand)
      this.#scope.queue.remove(inHand)
      member.inHand = null
    }
    member.acknowledgements.giveUpAll()
    this.#leave(member, true)
    this.#scope.trouble(why)
  }

  #forget(member: Member): void {
    member.isLeaving = true
    this.#list = this.#list.filter((one) => one !== member)
  }

  #leave(member: Member, isFatal: boolean): void {
    const gone = leaveGroup(member, this.#scope.clock, this.#scope.clock.now() + leaveMs, isFatal)
    this.#leaving.add(gone)
    void gone.then(() => this.#leaving.delete(gone))
  }
}
