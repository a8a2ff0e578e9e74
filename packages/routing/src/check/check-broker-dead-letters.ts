import type { Draft } from '../compile/draft.js'
import type { TopicRoutePlan } from '../plan/topic-route-plan.js'

/** Reports routes of a group that want the broker to write their dead letters to different topics: it has one for each group. */
export function checkBrokerDeadLetters(draft: Draft, groupPath: string, routes: readonly TopicRoutePlan[]): void {
  const [first, ...others] = routes.filter((route) => route.recovery.deadLetter?.broker != null)
  if (first === undefined) return
  const topic = first.recovery.deadLetter?.broker
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
}
