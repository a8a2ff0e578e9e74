import { topicNameProblem } from '@samsa/contracts'
import type { GroupPlan } from '../plan/group-plan.js'
import type { TopicRoutePlan } from '../plan/topic-route-plan.js'
import { topicMatcher } from '../topic-matcher.js'
import { isDerived, type DeadLetterTarget } from './dead-letter-targets.js'

/** A group with the dead-letter topics of its routes. */
export interface DrawnGroup {
  readonly plan: Pick<GroupPlan, 'cluster'>
  readonly routes: readonly {
    readonly plan: Pick<TopicRoutePlan, 'topics' | 'patterns'>
    readonly targets: readonly DeadLetterTarget[]
  }[]
}

/** Topic → its dead-letter topics → the options that say so. */
export type DeadLetterGraph = ReadonlyMap<string, ReadonlyMap<string, readonly DeadLetterTarget[]>>

interface Reader {
  readonly topics: readonly string[]
  readonly reads: (name: string) => boolean
  readonly targets: readonly DeadLetterTarget[]
}

/**
 * Where dead letters of these groups, which are of one cluster, go, beginning with each topic that an option names for them. A name that is known is compared with patterns, so
 * nothing here is a guess; what no option names cannot come back, because `dlq.<topic>` only grows. Without what was refused as a loop already.
 */
export function drawDeadLetters(groups: readonly DrawnGroup[]): DeadLetterGraph {
  const readers = groups.map(readersOf)
  const graph = new Map<string, Map<string, readonly DeadLetterTarget[]>>()
  const fixed = readers.flat().flatMap(({ targets }) => targets.filter(isFixed))
  const names = new Set(fixed.map(({ topic }) => topic))
  // the set grows while it is walked; Kafka's limit of a name's length ends it
  for (const name of names) {
    const edges = new Map<string, readonly DeadLetterTarget[]>()
    graph.set(name, edges)
    for (const ofGroup of readers) {
      for (const [to, target] of edgesOf(ofGroup, name)) {
        edges.set(to, [...(edges.get(to) ?? []), target])
        names.add(to)
      }
    }
  }
  return graph
}

/** Whether it is the same topic whatever the record comes from. */
export const isFixed = (target: DeadLetterTarget): boolean => !isDerived(target)

function readersOf({ routes }: DrawnGroup): readonly Reader[] {
  // a group has one for all of its routes
  const broker = routes.flatMap(({ targets }) => targets.filter(({ isBroker }) => isBroker)).slice(0, 1)
  return routes.map(({ plan: { topics, patterns }, targets }) => {
    // an empty one was reported as what it is
    const matchers = patterns.filter((source) => source !== '(?:)').map(topicMatcher)
    return {
      topics,
      reads: (name) => topics.includes(name) || matchers.some((matcher) => matcher.test(name)),
      targets: [...targets.filter(({ isBroker }) => !isBroker), ...broker],
    }
  })
}

/** What becomes of a topic's records in one group: each has one route, exact names come first. */
function edgesOf(readers: readonly Reader[], name: string): readonly (readonly [to: string, target: DeadLetterTarget])[] {
  const reader = readers.find(({ topics }) => topics.includes(name)) ?? readers.find(({ reads }) => reads(name))
  if (reader === undefined) return []
  return reader.targets.flatMap((target) => {
    const to = target.topic.replace('<topic>', name)
    const isRefused = target.isBroker
      ? readers.some(({ reads }) => reads(to))
      : reader.reads(to) && (isFixed(target) || reader.topics.includes(name))
    return isRefused || topicNameProblem(to) !== null ? [] : [[to, target] as const]
  })
}
