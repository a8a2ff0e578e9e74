import type { TopicSource } from '@samsa/contracts'
import type { ConsumerInstance, LaneRoute } from '../lane/lane-route.js'

/** A route of a group, ready to make lanes. */
export interface GroupRoute {
  readonly lane: LaneRoute
  /** Serdes of a topic of this route; `undefined` where the topic is not one of its. */
  readonly source: (topic: string) => TopicSource | undefined
  /** A new instance of the class. Throws what the container or the constructor throws. */
  readonly create: () => ConsumerInstance
}

/** The route of a topic, and its serdes there: one that names it exactly, else the first with a pattern that matches. */
export function routeOf<Route extends Pick<GroupRoute, 'source'>>(
  routes: readonly Route[],
  topic: string,
): { readonly route: Route; readonly source: TopicSource } | undefined {
  let byPattern: { readonly route: Route; readonly source: TopicSource } | undefined
  for (const route of routes) {
    const source = route.source(topic)
    if (source === undefined) continue
    if ('name' in source) return { route, source }
    byPattern ??= { route, source }
  }
  return byPattern
}
