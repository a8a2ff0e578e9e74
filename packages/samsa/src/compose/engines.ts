import { createConsumerGroupEngine } from '@samsa/consumer-group'
import type { WorkerParts } from '@samsa/runner'
import { createShareGroupEngine } from '@samsa/share-group'
import type { EmbeddedKafka } from '../embedded/embedded-kafka.js'

/** The engines of a worker, by kind of group. `embedded`: the broker inside the process, where the worker runs on one; it cannot be asked what holds in a share group. */
export const createEngines = (embedded: EmbeddedKafka | null): WorkerParts['engines'] => ({
  consumer: createConsumerGroupEngine(),
  share: createShareGroupEngine(embedded === null ? {} : { readLimits: embedded.shareLimits, keepsMembers: true }),
})
