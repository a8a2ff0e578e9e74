import { SamsaError, type ConsumerGroupSubscription, type Subscription } from '@samsa/contracts'
import type { DriverLibrary, GroupDriver } from './driver.js'
import type { ProtocolChoice } from './settings/protocol.js'
import { groupSettings } from './settings/settings.js'

/** What a handle is opened for. */
export interface HandlePlan {
  readonly choice: ProtocolChoice
  /** Partitions that share the group's buffer. */
  readonly partitions: number
  /** Whether the handle's log is to say which requests the broker knows. */
  readonly isScout: boolean
}

/** The handle in use. A session replaces it while it finds out about the broker, never after it has joined; only the current one wakes the session. */
export class Handles {
  readonly #library: DriverLibrary
  readonly #subscription: Subscription
  readonly #options: ConsumerGroupSubscription
  readonly #wake: () => void
  readonly #released: Promise<void>[] = []
  #count = 0
  #driver: GroupDriver

  constructor(library: DriverLibrary, subscription: Subscription, options: ConsumerGroupSubscription, plan: HandlePlan, wake: () => void) {
    this.#library = library
    this.#subscription = subscription
    this.#options = options
    this.#wake = wake
    this.#driver = this.#open(plan)
  }

  get driver(): GroupDriver {
    return this.#driver
  }

  /** Fulfilled as the handles that were replaced are gone. */
  get released(): readonly Promise<void>[] {
    return this.#released
  }

  /** A new handle takes the place of the one in use. Throws `SAMSA_KAFKA_SETTING` where librdkafka refuses a property. */
  replace(plan: HandlePlan): void {
    const before = this.#driver
    this.#driver = this.#open(plan)
    this.#released.push(release(before))
  }

  #open({ choice, partitions, isScout }: HandlePlan): GroupDriver {
    const handle = ++this.#count
    const settings = groupSettings(this.#subscription, this.#options, choice, partitions)
    const wake = (): void => {
      if (handle === this.#count) this.#wake()
    }
    try {
      return this.#library.open(isScout ? { ...settings, debug: withFeature(settings.debug) } : settings, wake)
    } catch (thrown) {
      throw mapSettingError(thrown, this.#subscription.group)
    }
  }
}

/** The handle is gone; never rejects, because there is nobody left to help. */
export const release = (driver: GroupDriver): Promise<void> =>
  driver.destroy().then(
    () => {},
    () => {},
  )

const withFeature = (debug: string | undefined): string => (debug === undefined ? 'feature' : `${debug},feature`)

function mapSettingError(thrown: unknown, group: string): unknown {
  const { property, text } = thrown as { property?: string | null; text?: string }
  // anything else, above all a library that cannot be loaded, has a message and a code of its own
  if (property === undefined) return thrown
  return new SamsaError('SAMSA_KAFKA_SETTING', `kafka setting ${property === null ? '' : `${property} `}refused: ${text ?? ''}`, {
    details: { property, group },
    cause: thrown,
  })
}
