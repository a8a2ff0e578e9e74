import { SamsaError, type Subscription } from '@samsa/contracts'
import type { DriverLibrary, ShareDriver } from './driver.js'
import { memberSettings } from './settings/settings.js'

/** What a handle is opened for. */
export interface HandlePlan {
  /** Counts up with each handle of a session. */
  readonly number: number
  /** `max.poll.records`. */
  readonly pollSize: number
  readonly lockMs: number
}

/** Opens the handle of one member. Throws `SAMSA_KAFKA_SETTING` where librdkafka refuses a property. */
export function openHandle(library: DriverLibrary, subscription: Subscription, plan: HandlePlan, wake: () => void): ShareDriver {
  try {
    return library.open(memberSettings(subscription, plan), wake)
  } catch (thrown) {
    throw mapSettingError(thrown, subscription.group)
  }
}

function mapSettingError(thrown: unknown, group: string): unknown {
  const { property, text } = thrown as { property?: string | null; text?: string }
  // anything else, above all a library that cannot be loaded, has a message and a code of its own
  if (property === undefined) return thrown
  return new SamsaError('SAMSA_KAFKA_SETTING', `kafka setting ${property === null ? '' : `${property} `}refused: ${text ?? ''}`, {
    details: { property, group },
    cause: thrown,
  })
}
