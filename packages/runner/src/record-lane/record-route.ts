import type { TopicSource } from '@samsa/contracts'
import type { ConsumerInstance, LaneRoute } from '../lane/lane-route.js'
import type { RouteUse } from './route-use.js'

/** A route whose records are settled one by one. */
export interface RecordRoute extends Pick<LaneRoute, 'className' | 'timeoutMs' | 'stuckAfterMs' | 'batch' | 'recovery'> {
  /** Exact names, in the order given. */
  readonly topics: readonly string[]
  /** Records in work at once, 1 or more. */
  readonly concurrency: number
  /** What is in work, over all sessions. */
  readonly use: RouteUse
  /** Serdes of a topic of this route; `undefined` where the topic is not one of its. */
  readonly source: (topic: string) => TopicSource | undefined
  /** The one instance of the class that the worker has for this route. Throws what the container or the constructor throws. */
  readonly instance: () => ConsumerInstance
}
