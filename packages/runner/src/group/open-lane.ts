import { SamsaError, textOfThrown, type Send } from '@samsa/contracts'
import { Lane } from '../lane/lane.js'
import type { ConsumerInstance } from '../lane/lane-route.js'
import type { LaneScope } from '../lane/lane-scope.js'
import { routeOf, type GroupRoute } from './group-routes.js'

/** What lanes of a session are made from. */
export interface LaneMaker {
  readonly scope: LaneScope
  readonly routes: readonly GroupRoute[]
  readonly group: string
  readonly send: Send
}

/**
 * Makes the lane of a slot, with an instance of its class of its own. Throws `SAMSA_INJECTION` where the class cannot be made, and `SAMSA_GROUP_FAILED`
 * where the slot's topic belongs to no route.
 */
export function openLane(maker: LaneMaker, slot: number): Lane {
  const { topic, partition } = maker.scope.session.partition(slot)
  const found = routeOf(maker.routes, topic)
  if (found === undefined)
    throw new SamsaError('SAMSA_GROUP_FAILED', `group ${maker.group} was assigned ${topic}/${partition}, which no route names`)
  const { route, source } = found
  return new Lane({
    scope: maker.scope,
    route: route.lane,
    source: { topic, partition, key: source.key, value: source.value },
    instance: makeInstance(route),
    slot,
    group: maker.group,
    send: maker.send,
  })
}

function makeInstance(route: GroupRoute): ConsumerInstance {
  try {
    return route.create()
  } catch (cause) {
    throw new SamsaError('SAMSA_INJECTION', `${route.lane.className} could not be made: ${textOfThrown(cause)}`, { cause })
  }
}
