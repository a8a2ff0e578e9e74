import { SamsaError, type Cancel } from '@samsa/contracts'
import { BrokerApis } from './broker-apis.js'
import type { DriverEventOf } from './driver.js'
import type { Handles } from './handles.js'
import { isProtocolUnsupported, mapFailure, type Failure } from './map-error.js'
import { countPartitions, subscribedNames } from './opening.js'
import type { SessionScope } from './scope.js'
import { assumedPartitions, divideBuffer } from './settings/budget.js'
import { classicFallback, type ProtocolChoice } from './settings/protocol.js'

const watchMs = 60_000
const debugLevel = 7

/**
 * The way into the group: a first handle asks what the topics and the broker are like, the handle that fits takes its place, and that one subscribes.
 *
 * asking → subscribed → joined, with one step back from subscribed where the broker refuses KIP-848 and `protocol: 'auto'` allows the classic one
 */
export class Joining {
  readonly #scope: SessionScope
  readonly #handles: Handles
  readonly #serve: () => void
  readonly #apis = new BrokerApis()
  #choice: ProtocolChoice
  #partitions = assumedPartitions
  #isScouting: boolean
  #isChosen = false
  #isOver = false
  #wasJoined = false
  #watch: Cancel = () => {}

  /** @param serve works off what the library has reported so far */
  constructor(scope: SessionScope, handles: Handles, choice: ProtocolChoice, serve: () => void) {
    this.#scope = scope
    this.#handles = handles
    this.#choice = choice
    this.#isScouting = isScoutNeeded(choice)
    this.#serve = serve
  }

  /** Group protocol in use; `null` before it is known. */
  get protocol(): 'consumer' | 'classic' | null {
    return this.#isChosen ? this.#choice.protocol : null
  }

  /** Whether this session was ever in the group. */
  get wasJoined(): boolean {
    return this.#wasJoined
  }

  async start(): Promise<void> {
    const partitions = await countPartitions(this.#scope, () => !this.#isOver)
    this.#serve()
    if (this.#isOver) return
    const isOther = limitOf(this.#scope, partitions) !== limitOf(this.#scope, this.#partitions)
    this.#partitions = partitions
    if (this.#apis.knowsConsumerProtocol === false && this.#choice.protocol === 'consumer') {
      if (!this.#choice.mayFallBack)
        return this.#fail({ errno: 35, name: 'UNSUPPORTED_VERSION', text: 'ConsumerGroupHeartbeat is not supported' })
      this.#choice = classicFallback
    }
    if (isOther || this.#isScouting) this.#reopen()
    this.#subscribe()
  }

  /** The member is in the group. */
  joined(): void {
    this.#wasJoined = true
    this.#watch()
    this.#tellChoice()
  }

  /** @returns whether the session goes on with another protocol */
  fallBack(failure: Failure): boolean {
    if (this.#wasJoined || !this.#choice.mayFallBack || !isProtocolUnsupported(failure)) return false
    this.#choice = classicFallback
    this.#reopen()
    this.#subscribe()
    return true
  }

  /** @returns whether the line is nobody else's business */
  read(event: DriverEventOf<'log'>): boolean {
    if (!this.#isScouting) return false
    this.#apis.read(event)
    return event.level === debugLevel && this.#scope.subscription.kafka.debug === undefined
  }

  /** The session ends. */
  stop(): void {
    this.#isOver = true
    this.#watch()
  }

  #reopen(): void {
    this.#isScouting = false
    try {
      this.#handles.replace({ choice: this.#choice, partitions: this.#partitions, isScout: false })
    } catch (thrown) {
      this.#scope.fail(thrown as SamsaError)
    }
  }

  #subscribe(): void {
    if (this.#isOver) return
    if (!this.#choice.mayFallBack) this.#tellChoice()
    this.#watchJoin()
    try {
      this.#scope.driver.subscribe(subscribedNames(this.#scope))
    } catch (thrown) {
      if (thrown instanceof SamsaError) this.#scope.fail(thrown)
      else this.#fail({ errno: 0, name: '_INVALID_ARG', text: (thrown as Error).message })
    }
  }

  #tellChoice(): void {
    if (this.#isChosen) return
    this.#isChosen = true
    this.#scope.event({ type: 'protocol-chosen', protocol: this.#choice.protocol, reason: this.#choice.reason })
  }

  /** Joining takes as long as the slowest member of a classic group; a KIP-848 member waits for nobody, so there it has gone wrong. */
  #watchJoin(): void {
    this.#watch()
    const { clock, subscription, isConnected, trouble, fail } = this.#scope
    this.#watch = clock.at(clock.now() + watchMs, () => {
      this.#watchJoin()
      if (!isConnected()) return
      const text = `group ${subscription.group}: not in the group ${watchMs / 1000} s after asking for it (${this.#choice.protocol} protocol)`
      const error = new SamsaError('SAMSA_GROUP_FAILED', `${text}: see the broker's log and the other members`, {
        retryable: true,
        details: { group: subscription.group, kafka: 'join', protocol: this.#choice.protocol },
      })
      if (this.#choice.protocol === 'consumer') fail(error)
      else trouble(error)
    })
  }

  #fail(failure: Failure): void {
    const { group, cluster } = this.#scope.subscription
    this.#scope.fail(mapFailure(failure, true, { group, cluster, topic: null, wasJoined: false }).error)
  }
}

/** Whether the first handle has to find out if the broker knows the protocol. */
export const isScoutNeeded = (choice: ProtocolChoice): boolean => choice.protocol === 'consumer'

const limitOf = ({ subscription }: SessionScope, partitions: number): string =>
  divideBuffer(subscription.bufferBytes, partitions)['queued.max.messages.kbytes']
