import type { RecordLane } from './record-lane.js'

/**
 * What is in work in a route, over all sessions that a worker opens for it: a call that outlives its session keeps its permit until it ends, because it runs on the same
 * instance.
 */
export class RouteUse {
  /** Records in work: permits in use. */
  records = 0
  /** Lanes of sessions that are over, whose calls still ran then. */
  readonly leftBehind = new Set<RecordLane>()
  /** Called when a permit was given back. Belongs to the session that works now. */
  freed: () => void = () => undefined
}
