import { createConsumerGroupEngine } from '@samsa/consumer-group'
import type { WorkerParts } from '@samsa/runner'
import type { EmbeddedKafka } from '../embedded/embedded-kafka.js'

/** The engines of a worker, by kind of group. `embedded`: the broker inside the process, where the worker runs on one. */
export const createEngines = (_embedded: EmbeddedKafka | null): WorkerParts['engines'] => ({ consumer: createConsumerGroupEngine() })
