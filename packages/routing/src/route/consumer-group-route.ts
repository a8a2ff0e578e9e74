import type { Ago, ConsumerGroupAction, ConsumerGroupDeadLetter, ConsumerGroupExhausted, Duration, Topics } from '@samsa/contracts'
import type { Fits } from '../fits/fits.js'
import type { ConsumerGroupKind } from '../fits/group-kind.js'
import type { ConsumerGroupMiddleware } from '../middleware.js'
import type { NoConsumerExhausted, NoConsumerAction, notInConsumerRoute, Refused } from './other-kind.js'
import type { RecoveryOptions, RouteOptions } from './route-options.js'

/** Where a partition without a committed position begins: its first record, its end, or the first record at or after a time. */
export type InitialOffsetOption = 'earliest' | 'latest' | Date | Ago

/** A topic in a consumer group: what `group.topic(topic, { … })` takes. */
export interface ConsumerGroupRoute<T extends Topics, C>
  extends
    RouteOptions<C, ConsumerGroupMiddleware>,
    RecoveryOptions<ConsumerGroupAction | NoConsumerAction, ConsumerGroupDeadLetter, ConsumerGroupExhausted | NoConsumerExhausted>,
    Refused<typeof notInConsumerRoute> {
  /** The class (never an instance) whose `consume(record, context)` or `consumeBatch(batch, context)` takes what the topic carries. */
  readonly consumer: Fits<C, T, ConsumerGroupKind>
  /** What is kept in order: all of a partition (default), each key of a partition, nothing. Other than `'partition'`: not built yet. */
  readonly ordering?: 'partition' | 'key' | 'none' | undefined
  /** Default: `'at-least-once'`. `'exactly-once'` (transactions): not built yet. */
  readonly delivery?: 'at-least-once' | 'exactly-once' | undefined
  /** Where to begin without a committed position. Default: the group's, else `'earliest'`. */
  readonly initialOffset?: InitialOffsetOption | undefined
  /** Age (by the record's timestamp) that a record must reach before it runs. Not built yet. */
  readonly delay?: Duration | undefined
}
