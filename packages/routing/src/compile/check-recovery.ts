import { topicNameProblem, type DeadLetterPlan, type RecoveryPlan } from '@samsa/contracts'
import type { CompiledRule } from './compile-rules.js'
import type { DeadLetterTarget } from './dead-letter-targets.js'
import type { Draft } from './draft.js'
import { findOption, type Layer } from './layer.js'
import type { RouteSources } from './read-sources.js'
import { topicMatcher } from '../topic-matcher.js'

/** What a policy is held against. */
export interface RecoverySite {
  readonly kind: 'consumer' | 'share'
  /** The route's own options, its group's, the worker's. */
  readonly layers: readonly Layer[]
  readonly sources: Pick<RouteSources, 'topics' | 'patterns'>
  /** As a user would write it: `consumerGroup('billing').topic('orders')`. */
  readonly path: string
  /** Of the route. */
  readonly place: string
  /** Share group: the limit that is declared; `null`: none. */
  readonly deliveryCountLimit: number | null
}

/** Reports what contradicts itself in a policy: dead letters that come back, or have nowhere to go, and deliveries that there are not. */
export function checkRecovery(
  draft: Draft,
  site: RecoverySite,
  plan: RecoveryPlan,
  rules: readonly CompiledRule[],
  targets: readonly DeadLetterTarget[],
): void {
  if (plan.deadLetter === null) checkOff(draft, site, plan, rules)
  for (const target of targets) checkTarget(draft, site, target)
  checkDeliveries(draft, site, plan.deadLetter)
}

function checkOff(draft: Draft, { kind, layers, path, place }: RecoverySite, plan: RecoveryPlan, rules: readonly CompiledRule[]): void {
  const off = findOption(layers, 'deadLetter')
  if (off === null) return
  if (plan.whenExhausted === null && findOption(layers, 'whenExhausted') === null)
    draft.problem(
      'SAMSA_OPTION_INVALID',
      off.path,
      'without dead letters nothing says what becomes of a record that cannot be handled',
      `add whenExhausted: ${kind === 'consumer' ? "'hold', 'skip' or 'stop'" : "'reject' or 'stop'"}`,
      [off.place],
    )
  for (const rule of rules) {
    if (rule.plan.action !== 'deadLetter' || rule.plan.deadLetterTopic !== null) continue
    draft.problem(
      'SAMSA_OPTION_INVALID',
      `${rule.path}.action`,
      `${path} has no dead letters (deadLetter: false), and the rule names no topic`,
      `write { deadLetter: topic }, or '${kind === 'consumer' ? 'skip' : 'reject'}'`,
      [rule.place, off.place, place],
    )
  }
}

function checkTarget(draft: Draft, site: RecoverySite, { topic: target, path: at, places }: DeadLetterTarget): void {
  if (!target.includes('<topic>')) {
    if (isOwn(site, target)) refuseLoop(draft, at, target, places)
    return
  }
  for (const { name } of site.sources.topics) {
    const own = target.replace('<topic>', name)
    const problem = topicNameProblem(own)
    if (isOwn(site, own)) refuseLoop(draft, at, own, places)
    // a topic that is none itself was reported where it is named
    else if (problem !== null && topicNameProblem(name) === null)
      draft.problem('SAMSA_OPTION_INVALID', at, `${own}: ${problem}`, "name a shorter one: deadLetter: 'dlq.…'", places)
  }
}

const matches = (pattern: RegExp, name: string): boolean => topicMatcher(pattern.source).test(name)

const isOwn = ({ sources }: RecoverySite, target: string): boolean =>
  sources.topics.some(({ name }) => name === target) || sources.patterns.some(({ pattern }) => matches(pattern, target))

function refuseLoop(draft: Draft, path: string, topic: string, places: readonly string[]): void {
  const reason = `this route consumes '${topic}' itself: its dead letters would come back to it`
  draft.problem('SAMSA_OPTION_INVALID', path, reason, 'name a topic that it does not consume', places)
}

function checkDeliveries(draft: Draft, { layers, deliveryCountLimit }: RecoverySite, plan: DeadLetterPlan | null): void {
  if (plan?.afterDeliveries == null || deliveryCountLimit === null || plan.afterDeliveries <= deliveryCountLimit) return
  const found = findOption(layers, 'deadLetter')
  if (found !== null)
    draft.problem(
      'SAMSA_OPTION_INVALID',
      `${found.path}.afterDeliveries`,
      `${plan.afterDeliveries} deliveries do not happen: the declared deliveryCountLimit is ${deliveryCountLimit}`,
      `write at most ${Math.max(1, deliveryCountLimit - 1)}, or declare a higher limit`,
      [found.place],
    )
}
