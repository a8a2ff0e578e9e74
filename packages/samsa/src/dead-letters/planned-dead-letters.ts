import type { WantedDeadLetterTopic } from '@samsa/dlq'
import { defaultDeadLetter } from '@samsa/contracts'
import { type GroupPlan, type RoutingPlan, type TopicRoutePlan, whereGiven } from '@samsa/routing'

/** A dead-letter topic that is known before anything runs, with the place of the option that names it. */
export interface PlannedDeadLetters extends WantedDeadLetterTopic {
  readonly places: readonly string[]
}

const ofRoute = (plan: RoutingPlan, group: GroupPlan, route: TopicRoutePlan): readonly PlannedDeadLetters[] => {
  const { deadLetter, retry } = route.recovery
  const { create } = deadLetter ?? defaultDeadLetter
  const wanted = (target: string, option: string, planName: string): PlannedDeadLetters => {
    const { path, places } = whereGiven(plan, group, route, { planName: `recovery.${planName}`, option })
    return { route: path, places, sources: route.topics, target, create }
  }
  const own = deadLetter === null || deadLetter.topic === null ? [] : [wanted(deadLetter.topic, 'deadLetter', 'deadLetter.topic')]
  const ofRules = retry.on.flatMap(({ deadLetterTopic }) =>
    deadLetterTopic === null ? [] : [wanted(deadLetterTopic, 'retry.on', 'retry.on')],
  )
  return [...own, ...ofRules]
}

/** Topics that Samsa writes dead letters to, by cluster: those of routes and of rules; not those that a function names, nor those that the broker writes to. */
export const plannedDeadLetters = (plan: RoutingPlan): ReadonlyMap<string, readonly PlannedDeadLetters[]> => {
  const clusters = new Map<string, readonly PlannedDeadLetters[]>()
  for (const group of plan.groups) {
    const wanted = group.topics.flatMap((route) => ofRoute(plan, group, route))
    if (wanted.length > 0) clusters.set(group.cluster, [...(clusters.get(group.cluster) ?? []), ...wanted])
  }
  return clusters
}
