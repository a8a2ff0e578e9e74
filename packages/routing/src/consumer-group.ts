import type { Problem, Topics } from '@samsa/contracts'
import { buildBlock } from './block/build-block.js'
import type { GroupBlock } from './block/group-block.js'
import { placeOf } from './block/place.js'
import type { ConsumerGroupMiddleware } from './middleware.js'
import type { ConsumerGroupRoute } from './route/consumer-group-route.js'
import type { ConsumerGroupOptions } from './route/group-options.js'
import type { noSettings } from './route/other-kind.js'

/** What the function of a `consumerGroup` block is given. */
export interface ConsumerGroupBuilder {
  /** Consumes a topic, a list of topics (the union of their records) or a pattern with a class. */
  readonly topic: <const T extends Topics, C>(topic: T, route: ConsumerGroupRoute<T, C>) => void
  /** Options of the group. May be called more than once; the same option with two values is a conflict. */
  readonly options: (options: ConsumerGroupOptions) => void
  /** A step around every call of every route in this group, outside the routes' own. Not built yet. */
  readonly use: (middleware: ConsumerGroupMiddleware) => void
  /** @deprecated Not in a consumerGroup. */
  readonly settings: Problem<typeof noSettings>
}

/**
 * Declares a consumer group (Kafka's: partitions belong to one member each, positions are committed). A value: nothing happens until a worker is started.
 *
 * @param group Kafka's group id; blocks with the same id are merged
 * @param build called once, now
 */
export function consumerGroup(group: string, build: (group: ConsumerGroupBuilder) => void): GroupBlock {
  return buildBlock('consumer', group, build, placeOf(consumerGroup))
}
