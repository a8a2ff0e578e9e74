import type { Engine } from '@samsa/contracts'
import { capabilities } from './capabilities.js'
import type { DriverLibrary } from './driver.js'
import { librdkafka } from './librdkafka.js'
import { ConsumerGroupSession } from './session.js'

/** Options of the engine; all may be left out. */
export interface ConsumerGroupEngineOptions {
  /** Where handles come from; default `@samsa/librdkafka`. Tests give a fake. */
  readonly library?: DriverLibrary | undefined
}

/**
 * The engine of Kafka's consumer groups, KIP-848 and classic: partitions are assigned to one member at a time, records arrive in offset order, and what is settled is a
 * position per partition, which the engine commits.
 *
 * `open` throws `SAMSA_KAFKA_SETTING` where librdkafka refuses a property and `SAMSA_OPTION_INVALID` for a topic pattern that Kafka cannot read.
 */
export function createConsumerGroupEngine(options: ConsumerGroupEngineOptions = {}): Engine {
  const library = options.library ?? librdkafka
  return {
    capabilities,
    open: (subscription, observer, clock) => {
      if (subscription.options.kind !== 'consumer') throw new Error('assertion: the engine of consumer groups was given a share group')
      return new ConsumerGroupSession({ library, subscription, options: subscription.options, observer, clock })
    },
  }
}
