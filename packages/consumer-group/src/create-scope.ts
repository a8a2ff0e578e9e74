import type { Clock, ConsumerGroupSubscription, SessionObserver, Subscription } from '@samsa/contracts'
import type { DriverLibrary } from './driver.js'
import type { Handles } from './handles.js'
import type { SessionScope } from './scope.js'
import { Slots } from './slots.js'
import { Trouble } from './trouble.js'

/** What a session is opened with. */
export interface SessionPlan {
  readonly library: DriverLibrary
  readonly subscription: Subscription
  readonly options: ConsumerGroupSubscription
  readonly observer: SessionObserver
  readonly clock: Clock
}

/** What the parts of a session share: its plan, the handle in use, and the calls that the session itself answers. */
export function createScope(
  plan: SessionPlan,
  handles: Handles,
  calls: Pick<SessionScope, 'fail' | 'answeredByBroker' | 'isConnected'>,
): SessionScope {
  const { event } = plan.observer
  const trouble = new Trouble(plan.clock, event)
  return {
    ...plan,
    ...calls,
    slots: new Slots(),
    get driver() {
      return handles.driver
    },
    trouble: (error) => trouble.report(error),
    event,
  }
}
