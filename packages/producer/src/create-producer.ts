import { SamsaError, type Clock, type ProducerObserver, type ProducerPort } from '@samsa/contracts'
import { ConfigError, Producer as NativeProducer } from '@samsa/librdkafka'
import { KafkaProducer } from './kafka-producer.js'
import type { QueueLimits } from './outbox.js'
import { producerSettings, type KafkaSettings, type ProducerSettings } from './producer-settings.js'

/** What a producer is opened with. */
export interface ProducerOptions {
  /** Properties of librdkafka; they win over Samsa's defaults (docs: conventions, producer). */
  readonly kafka: KafkaSettings
  /** Name of the cluster in the worker's configuration, for errors. */
  readonly cluster: string
  /** `client.id`, where `kafka` has none. */
  readonly clientId: string
  readonly observer: ProducerObserver
  readonly clock: Clock
}

const defaultQueueRecords = 100_000
const defaultQueueKbytes = 1_048_576
/** Where the library has no limit of its own. */
const unlimitedRecords = 1_000_000

/**
 * Opens a producer: one connection set, used by any number of senders. Returns at once and connects afterwards; trouble goes to the observer.
 * Throws `SAMSA_KAFKA_SETTING` where a property is wrong, owned by Samsa, or contradicts another.
 */
export function createProducer(options: ProducerOptions): ProducerPort {
  const settings = producerSettings(options.kafka, options.clientId)
  const open = (wake: () => void): NativeProducer => {
    try {
      return new NativeProducer(settings, wake)
    } catch (cause) {
      throw cause instanceof ConfigError
        ? new SamsaError('SAMSA_KAFKA_SETTING', cause.message, { details: { property: cause.property }, cause })
        : cause
    }
  }
  const { send, sendAll, outstanding, close } = new KafkaProducer({ ...options, open, limits: queueLimits(settings) })
  return { send, sendAll, outstanding, close }
}

/** Records stay a tenth below the library's limit: it counts a record until its delivery report is thrown away, a little longer than we do. */
function queueLimits(settings: ProducerSettings): QueueLimits {
  const records = Number(settings['queue.buffering.max.messages'] ?? defaultQueueRecords)
  const kbytes = Number(settings['queue.buffering.max.kbytes'] ?? defaultQueueKbytes)
  return { records: records === 0 ? unlimitedRecords : Math.max(1, Math.floor(records * 0.9)), bytes: kbytes * 1024 }
}
