import { findReturningName } from '../pattern/find-returning-name.js'
import type { TopicRoutePlan } from '../plan/topic-route-plan.js'
import { topicMatcher } from '../topic-matcher.js'
import { isDerived, type DeadLetterTarget } from './dead-letter-targets.js'
import type { Draft } from './draft.js'

interface PatternRoute {
  readonly plan: Pick<TopicRoutePlan, 'topics' | 'patterns'>
  readonly targets: readonly DeadLetterTarget[]
}

/**
 * Reports patterns that match a dead-letter topic of their own, which is named after its source: those dead letters would come back, and each time to another topic. `routes`:
 * all of the group, in their order; what a route takes does not come to those behind it. Kafka's patterns cannot leave anything out, or it would be left out.
 */
export function checkPatternDeadLetters(draft: Draft, routes: readonly PatternRoute[]): void {
  routes.forEach((route, index) => {
    const before = routes.slice(0, index).flatMap(({ plan }) => readable(plan.patterns))
    for (const pattern of readable(route.plan.patterns))
      for (const target of route.targets.filter(isDerived)) checkOne(draft, { route, pattern, before }, target)
  })
}

/** An empty one was reported as what it is. */
const readable = (patterns: readonly string[]): readonly string[] => patterns.filter((source) => source !== '(?:)')

interface Site {
  readonly route: PatternRoute
  readonly pattern: string
  readonly before: readonly string[]
}

function checkOne(draft: Draft, { route, pattern, before }: Site, { topic, path, places }: DeadLetterTarget): void {
  const prefix = topic.replace('<topic>', '')
  const { topics, patterns } = route.plan
  const found = findReturningName({ pattern, prefix, route: { topics, patterns: readable(patterns) }, before })
  if (found === null || (found === undefined && !isSuspect(pattern, prefix))) return
  const reason =
    found === undefined
      ? `/${pattern}/ may match the dead-letter topics of this route as well (${topic})`
      : `this route consumes '${found}' by /${pattern}/, and its dead-letter topic '${prefix}${found}' as well`
  draft.problem(
    'SAMSA_OPTION_INVALID',
    path,
    `${reason}: what cannot be handled would come back to it for ever`,
    `begin the pattern with '^' and with what no '${prefix}…' begins with, or name one topic that it does not match, or write deadLetter: false and whenExhausted`,
    places,
  )
}

/** For a pattern that cannot be looked into: one that says nothing of how names begin matches them anywhere. */
const isSuspect = (pattern: string, prefix: string): boolean => !pattern.startsWith('^') || topicMatcher(pattern).test(`${prefix}x`)
