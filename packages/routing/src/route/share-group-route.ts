import type { ShareGroupAction, ShareGroupDeadLetter, ShareGroupExhausted, Topics } from '@samsa/contracts'
import type { Fits } from '../fits/fits.js'
import type { ShareGroupKind } from '../fits/group-kind.js'
import type { ShareGroupMiddleware } from '../middleware.js'
import type { notInShareRoute, Refused, NoShareExhausted, NoShareAction } from './other-kind.js'
import type { RecoveryOptions, RouteOptions } from './route-options.js'

/** A topic in a share group: what `group.topic(topic, { … })` takes. */
export interface ShareGroupRoute<T extends Topics, C>
  extends
    RouteOptions<C, ShareGroupMiddleware>,
    RecoveryOptions<ShareGroupAction | NoShareAction, ShareGroupDeadLetter, ShareGroupExhausted | NoShareExhausted>,
    Refused<typeof notInShareRoute> {
  /** The class (never an instance) whose `consume(record, context)` or `consumeBatch(batch, context)` takes what the topic carries. */
  readonly consumer: Fits<C, T, ShareGroupKind>
}
