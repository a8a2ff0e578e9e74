import type { Capabilities, Clock, Engine, SessionObserver, Subscription } from '@samsa/contracts'
import { FakeShareSession } from './fake-share-session.js'

const capabilities: Capabilities = Object.freeze({
  ordering: 'none',
  settlement: 'record',
  redelivery: 'broker',
  lockRenewal: false,
  positionControl: false,
  transactions: false,
  patterns: false,
  sharedPartitions: true,
})

/** An engine of share groups in memory: sessions do what the test says. */
export class FakeShareEngine implements Engine {
  readonly capabilities = capabilities
  readonly sessions: FakeShareSession[] = []
  readonly #automatic: boolean

  /** @param automatic whether sessions join by themselves; default: they wait for the test */
  constructor(automatic = false) {
    this.#automatic = automatic
  }

  /** The last session that was opened. */
  get session(): FakeShareSession {
    const last = this.sessions.at(-1)
    if (last === undefined) throw new Error('no session was opened')
    return last
  }

  open(subscription: Subscription, observer: SessionObserver, clock: Clock): FakeShareSession {
    const session = new FakeShareSession(subscription, observer, clock)
    this.sessions.push(session)
    if (this.#automatic) setImmediate(() => session.state === 'joining' && session.join())
    return session
  }
}
