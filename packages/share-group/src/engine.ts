import type { Engine, SamsaError } from '@samsa/contracts'
import { capabilities } from './capabilities.js'
import type { DriverLibrary } from './driver.js'
import { librdkafka } from './librdkafka.js'
import type { ShareLimits } from './limits/limits.js'
import { ShareGroupSession } from './session.js'

/** Options of the engine; all may be left out. */
export interface ShareGroupEngineOptions {
  /** Where handles come from; default `@samsa/librdkafka`. Tests give a fake. */
  readonly library?: DriverLibrary | undefined
  /**
   * Answers lock time, delivery limit and heartbeat of a group in place of its broker, at the start and every 30 s. Default: they are read from the group's settings on
   * the broker. For brokers that do not serve them, above all the embedded one.
   */
  readonly readLimits?: ((group: string) => ShareLimits | Promise<ShareLimits>) | undefined
  /**
   * Looks at what the group has set on its broker, by Kafka's names, about every 30 s after the start; what it answers is told as trouble of the group, once until it is
   * something else or `null`. Default: nobody looks. Not asked where `readLimits` is given.
   */
  readonly judgeSettings?:
    | ((group: { readonly group: string; readonly cluster: string }, settings: ReadonlyMap<string, string | null>) => SamsaError | null)
    | undefined
  /**
   * Members stay as they were opened: none is added or replaced for another poll size. Default `false`. For the embedded broker, which ends the share sessions of all members
   * when any connection closes.
   */
  readonly keepsMembers?: boolean | undefined
}

/**
 * The engine of Kafka's share groups (KIP-932, Kafka 4.2 and later): records are acquired by any number of members, locked for a time, settled one by one, and
 * delivered again by the broker where they were released or their lock ended.
 *
 * `open` throws `SAMSA_KAFKA_SETTING` where librdkafka refuses a property.
 */
export function createShareGroupEngine(options: ShareGroupEngineOptions = {}): Engine {
  const library = options.library ?? librdkafka
  const readLimits = options.readLimits ?? null
  const judgeSettings = options.judgeSettings ?? null
  const keepsMembers = options.keepsMembers ?? false
  return {
    capabilities,
    open: (subscription, observer, clock) => {
      if (subscription.options.kind !== 'share') throw new Error('assertion: the engine of share groups was given a consumer group')
      const { options: own } = subscription
      return new ShareGroupSession({ library, readLimits, judgeSettings, keepsMembers, subscription, options: own, observer, clock })
    },
  }
}
