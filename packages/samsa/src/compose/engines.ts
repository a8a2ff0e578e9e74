import { createConsumerGroupEngine } from '@samsa/consumer-group'
import type { RoutingPlan } from '@samsa/routing'
import type { WorkerParts } from '@samsa/runner'
import { createShareGroupEngine } from '@samsa/share-group'
import { judgeBrokerDeadLetters } from '../dead-letters/judge-broker-dead-letters.js'
import type { EmbeddedKafka } from '../embedded/embedded-kafka.js'

/** The engines of a worker, by kind of group. `embedded`: the broker inside the process, where the worker runs on one; it cannot be asked what holds in a share group. */
export const createEngines = (plan: RoutingPlan, embedded: EmbeddedKafka | null): WorkerParts['engines'] => ({
  consumer: createConsumerGroupEngine(),
  share: createShareGroupEngine(
    embedded === null ? { judgeSettings: judgeBrokerDeadLetters(plan) } : { readLimits: embedded.shareLimits, keepsMembers: true },
  ),
})
