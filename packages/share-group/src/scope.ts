import type { Clock, EngineEvent, SamsaError, SessionObserver, ShareGroupSubscription, Subscription } from '@samsa/contracts'
import type { RecordQueue } from './delivery/record-queue.js'
import type { DriverLibrary } from './driver.js'
import type { WorkMeter } from './flow/work-meter.js'
import type { ShareLimits } from './limits/limits.js'
import type { Failure } from './map-error.js'
import type { Slots } from './slots.js'

/** What the parts of one session work with. */
export interface SessionScope {
  readonly subscription: Subscription
  readonly options: ShareGroupSubscription
  readonly observer: SessionObserver
  readonly clock: Clock
  readonly library: DriverLibrary
  /** See the engine's options. */
  readonly keepsMembers: boolean
  readonly slots: Slots
  /** What is in hand, over all members. */
  readonly queue: RecordQueue
  readonly meter: WorkMeter
  /** Lock time, delivery limit and heartbeat as last read. */
  readonly limits: ShareLimits
  /** Tells of trouble, repeats of the same within some seconds left out. */
  readonly trouble: (error: SamsaError) => void
  /** Ends the session: all slots die. Only the first call counts. */
  readonly fail: (error: SamsaError) => void
  /** A broker has answered. */
  readonly answeredByBroker: () => void
  /** Whether a broker answers, as far as is known. */
  readonly isConnected: () => boolean
  /** Whether the library has said that no broker is connected, and none has answered since. */
  readonly isDown: () => boolean
  /** Whether a member of this session was ever in the group. */
  readonly wasJoined: () => boolean
  readonly event: (event: EngineEvent) => void
  /** Acknowledgements are sent, and fetching is looked at, at the end of this turn. */
  readonly plan: () => void
}

/** What a rejected call of the driver says; anything that is no KafkaError keeps its message. */
export function failureOf(thrown: unknown): Failure {
  const { errno, name, message } = thrown as { errno?: unknown; name?: unknown; message?: unknown }
  const text = typeof message === 'string' ? message : String(thrown)
  if (typeof name !== 'string') return { errno: 0, name: 'unknown', text }
  // a KafkaError's message begins with its name
  return { errno: typeof errno === 'number' ? errno : 0, name, text: text.startsWith(`${name}: `) ? text.slice(name.length + 2) : text }
}

/** The failure that an error code of one partition stands for. */
export const failureOfCode = (library: DriverLibrary, errno: number): Failure => ({
  errno,
  name: library.errorName(errno),
  text: library.errorText(errno),
})
