import { isTopic, isTopicPattern, quoteGiven, topicNameProblem, type AnyTopic, type AnyTopicPattern } from '@samsa/contracts'
import { noPatterns } from '../route/other-kind.js'
import type { Draft } from './draft.js'

/** Topics and patterns of one route. */
export interface RouteSources {
  readonly topics: readonly AnyTopic[]
  readonly patterns: readonly AnyTopicPattern[]
  /** How the route is called in paths: `'orders'`, `'orders', 'refunds'` or `/^orders\./`. */
  readonly label: string
  /** How it is called in its id: `orders+refunds`. */
  readonly id: string
}

/** What the first argument of `group.topic` names. `path`: of the group. */
export function readSources(draft: Draft, kind: 'consumer' | 'share', path: string, given: unknown, place: string): RouteSources {
  const items: readonly unknown[] = Array.isArray(given) ? given : [given]
  const topics = items.filter(isTopic)
  const patterns = items.filter(isTopicPattern)
  const labels = [...topics.map(({ name }) => `'${name}'`), ...patterns.map(({ pattern }) => `${pattern}`)]
  const label = labels.length === 0 ? '…' : labels.join(', ')
  const at = `${path}.topic(${label})`
  if (items.length === 0) draft.problem('SAMSA_ROUTE_INVALID', at, 'this list of topics is empty', 'name at least one', [place])
  for (const item of items) if (!isTopic(item) && !isTopicPattern(item)) refuseSource(draft, at, item, place)
  for (const { name } of topics) checkName(draft, at, name, place)
  for (const { pattern } of patterns) {
    if (kind === 'share') draft.sentence('SAMSA_ROUTE_INVALID', at, noPatterns, [place])
    else checkPattern(draft, at, pattern, place)
  }
  return {
    topics,
    patterns,
    label,
    id: [...topics.map(({ name }) => name), ...patterns.map(({ pattern }) => `/${pattern.source}/`)].join('+'),
  }
}

function refuseSource(draft: Draft, path: string, given: unknown, place: string): void {
  const cure =
    typeof given === 'string'
      ? `declare it: topic('${given}', { key: …, value: … })`
      : "declare it with topic('name', { key: …, value: … }); a schema goes into json(…)"
  draft.problem('SAMSA_ROUTE_INVALID', path, `${quoteGiven(given)} is no topic`, cure, [place])
}

function checkName(draft: Draft, path: string, name: string, place: string): void {
  const problem = topicNameProblem(name)
  if (problem !== null) draft.problem('SAMSA_ROUTE_INVALID', path, problem, 'use the name that the topic has in Kafka', [place])
}

/** Brokers and librdkafka match patterns in their own engines, which know neither flags nor looking around. */
function checkPattern(draft: Draft, path: string, pattern: RegExp, place: string): void {
  const flag = /[^uvd]/u.exec(pattern.flags)?.[0]
  if (flag !== undefined)
    draft.problem(
      'SAMSA_ROUTE_INVALID',
      path,
      `Kafka knows no flag '${flag}' of a pattern`,
      flag === 'i' ? 'write both cases: [oO]rders' : 'remove it',
      [place],
    )
  if (/\(\?<?[=!]|\\[1-9]|\\k</u.test(pattern.source))
    draft.problem(
      'SAMSA_ROUTE_INVALID',
      path,
      'Kafka knows no lookahead, lookbehind or backreference in a pattern',
      'write a plainer pattern, or name the topics',
      [place],
    )
  if (pattern.source === '(?:)')
    draft.problem(
      'SAMSA_ROUTE_INVALID',
      path,
      'an empty pattern matches every topic',
      'write what their names begin with: topics(/^orders\\./)',
      [place],
    )
}
