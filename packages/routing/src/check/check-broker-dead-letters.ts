import type { Draft } from '../compile/draft.js'
import type { TopicRoutePlan } from '../plan/topic-route-plan.js'

/**
 * Reports routes of a group that want the broker to write their dead letters to different topics: it has one for each group. And one that consumes that topic: what it rejects
 * would be written to it again.
 */
export function checkBrokerDeadLetters(draft: Draft, groupPath: string, routes: readonly TopicRoutePlan[]): void {
  const [first, ...others] = routes.filter((route) => route.recovery.deadLetter?.broker != null)
  if (first === undefined) return
  const topic = first.recovery.deadLetter?.broker as string
  for (const { recovery, place } of others) {
    const other = recovery.deadLetter?.broker
    if (other === topic) continue
    draft.problem(
      'SAMSA_ROUTE_INVALID',
      `${groupPath}.deadLetter.broker`,
      `the broker writes the dead letters of a group to one topic, and its routes name '${topic}' and '${other}'`,
      'name one topic, or divide the routes among groups',
      [first.place, place],
    )
  }
  // one that names it itself was reported there
  const reader = routes.find((route) => route.recovery.deadLetter?.broker == null && route.topics.includes(topic))
  if (reader !== undefined)
    draft.problem(
      'SAMSA_ROUTE_INVALID',
      `${groupPath}.deadLetter.broker`,
      `another route of the group consumes '${topic}': what it rejects would be written there again, for ever`,
      'read dead letters with a group of their own',
      [first.place, reader.place],
    )
}
