import type { Clock, SessionObserver, ShareGroupSubscription, Subscription } from '@samsa/contracts'
import { RecordQueue } from './delivery/record-queue.js'
import type { DriverLibrary } from './driver.js'
import { WorkMeter } from './flow/work-meter.js'
import type { LimitsReader, LimitWatch, SettingsJudge } from './limits/limit-watch.js'
import type { SessionScope } from './scope.js'
import { Slots } from './slots.js'
import { Trouble } from './trouble.js'

/** What a session is opened with. */
export interface SessionPlan {
  readonly library: DriverLibrary
  /** `null`: limits are read from the broker. */
  readonly readLimits: LimitsReader | null
  /** See the engine's options. */
  readonly judgeSettings: SettingsJudge | null
  /** See the engine's options. */
  readonly keepsMembers: boolean
  readonly subscription: Subscription
  readonly options: ShareGroupSubscription
  readonly observer: SessionObserver
  readonly clock: Clock
}

/** What the parts of a session share: its plan, what is in hand, and the calls that the session itself answers. */
export function createScope(
  plan: SessionPlan,
  limits: LimitWatch,
  calls: Pick<SessionScope, 'fail' | 'answeredByBroker' | 'isConnected' | 'isDown' | 'wasJoined' | 'plan'>,
): SessionScope {
  const { library, keepsMembers, subscription, options, observer, clock } = plan
  const trouble = new Trouble(clock, observer.event)
  return {
    ...calls,
    library,
    keepsMembers,
    subscription,
    options,
    observer,
    clock,
    slots: new Slots(),
    queue: new RecordQueue(),
    meter: new WorkMeter(options.concurrency),
    get limits() {
      return limits.limits
    },
    trouble: (error) => trouble.report(error),
    event: observer.event,
  }
}
