import type { AdminPort, Clock } from '@samsa/contracts'
import { AdminClient } from './admin-client.js'
import type { AdminSettings } from './admin-settings.js'
import { configRequests } from './configs.js'
import { readFeatures } from './features/read-features.js'
import { offsetRequests } from './offsets.js'
import { topicRequests } from './topics.js'

/** What an admin client is opened with. */
export interface AdminOptions {
  /** Properties of librdkafka; those that only producers or consumers have are left out. */
  readonly kafka: AdminSettings
  /** `client.id`, where `kafka` has none. */
  readonly clientId: string
  readonly clock: Clock
  /** Longest time of one request, milliseconds. Default: 30,000. */
  readonly timeoutMs?: number | undefined
}

const defaultTimeoutMs = 30_000

/**
 * Opens an admin client. Returns at once and connects when it is first asked; a request takes at most `timeoutMs`, and 15 seconds more
 * while the cluster elects leaders or coordinators. Throws `SAMSA_KAFKA_SETTING` where librdkafka refuses a property. Requests reject with
 * `SAMSA_NO_BROKER`, `SAMSA_AUTHENTICATION`, `SAMSA_AUTHORIZATION` or `SAMSA_KAFKA`, with Kafka's reason and what to do.
 */
export function createAdmin(options: AdminOptions): AdminPort {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs
  const client = new AdminClient(options.kafka, options.clientId, options.clock, timeoutMs)
  return {
    ...topicRequests(client),
    ...offsetRequests(client),
    ...configRequests(client),
    features: () => readFeatures(options.kafka, timeoutMs),
    close: () => client.close(),
  }
}
