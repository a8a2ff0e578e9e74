import type { Topics } from '@samsa/contracts'
import { buildBlock } from './block/build-block.js'
import type { GroupBlock } from './block/group-block.js'
import { placeOf } from './block/place.js'
import type { ExactNames } from './fits/fits.js'
import type { ShareGroupMiddleware } from './middleware.js'
import type { ShareGroupOptions } from './route/group-options.js'
import type { ShareGroupRoute } from './route/share-group-route.js'
import type { SettingsOptions, ShareGroupSettings } from './route/share-group-settings.js'

/** What the function of a `shareGroup` block is given. */
export interface ShareGroupBuilder {
  /** Consumes a topic, or a list of topics (the union of their records), with a class. */
  readonly topic: <const T extends Topics, C>(topic: ExactNames<T>, route: ShareGroupRoute<T, C>) => void
  /** Options of the group in this worker. May be called more than once; the same option with two values is a conflict. */
  readonly options: (options: ShareGroupOptions) => void
  /** Settings of the group on the broker, set or compared before the first join. */
  readonly settings: (settings: ShareGroupSettings, options?: SettingsOptions) => void
  /** A step around every call of every route in this group, outside the routes' own. Not built yet. */
  readonly use: (middleware: ShareGroupMiddleware) => void
}

/**
 * Declares a share group (KIP-932: members share partitions, every record is acknowledged). A value: nothing happens until a worker is started.
 *
 * @param group Kafka's group id, without `:`; blocks with the same id are merged
 * @param build called once, now
 */
export function shareGroup(group: string, build: (group: ShareGroupBuilder) => void): GroupBlock {
  return buildBlock('share', group, build, placeOf(shareGroup))
}
