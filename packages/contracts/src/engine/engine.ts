import type { Clock } from '../clock.js'
import type { Capabilities } from './capabilities.js'
import type { Session } from './session.js'
import type { SessionObserver } from './session-observer.js'
import type { Subscription } from './subscription.js'

/** Delivers the records of one kind of group and settles them. One engine opens any number of sessions. */
export interface Engine {
  readonly capabilities: Capabilities
  /**
   * Joins the group. Returns at once and touches the network afterwards: everything that happens, trouble included, goes to `observer`, never before
   * `open` returned. Throws `SAMSA_KAFKA_SETTING` where librdkafka refuses a property.
   */
  readonly open: (subscription: Subscription, observer: SessionObserver, clock: Clock) => Session
}
