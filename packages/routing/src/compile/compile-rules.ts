import { isTopic, quoteGiven, topicNameProblem, type ErrorMatcher, type RetryRulePlan } from '@samsa/contracts'
import type { Draft } from './draft.js'
import { isPlainObject, type Layer } from './layer.js'

const actions = {
  consumer: ['retry', 'deadLetter', 'skip', 'stop'],
  share: ['retry', 'deadLetter', 'release', 'reject', 'stop'],
} as const

/** Rules as data, and their matchers by index. */
export interface CompiledRules {
  readonly plan: readonly RetryRulePlan[]
  readonly matchers: readonly ErrorMatcher[]
}

/** The rules of all layers, the most specific first. */
export function compileRules(draft: Draft, kind: 'consumer' | 'share', layers: readonly Layer[], planPath: string): CompiledRules {
  const plan: RetryRulePlan[] = []
  const matchers: ErrorMatcher[] = []
  for (const layer of layers) {
    const entry = layer.entries.get('on')
    if (entry === undefined) continue
    if (plan.length === 0) draft.origin(`${planPath}.on`, layer.origin)
    const rules: readonly unknown[] = Array.isArray(entry.value) ? entry.value : [entry.value]
    rules.forEach((rule, position) => {
      const compiled = compileRule(draft, kind, rule, `${layer.path}.on[${position}]`, entry.place, matchers.length)
      if (compiled === null) return
      plan.push(compiled.plan)
      matchers.push(compiled.matcher)
    })
  }
  return { plan, matchers }
}

function compileRule(
  draft: Draft,
  kind: 'consumer' | 'share',
  rule: unknown,
  path: string,
  place: string,
  index: number,
): { plan: RetryRulePlan; matcher: ErrorMatcher } | null {
  const matcher = isPlainObject(rule) ? rule['error'] : undefined
  if (!isPlainObject(rule) || (typeof matcher !== 'function' && typeof matcher !== 'string')) {
    draft.problem(
      'SAMSA_OPTION_INVALID',
      path,
      'a rule names an error by class, code or function',
      "write { error: NotFound, action: 'deadLetter' }",
      [place],
    )
    return null
  }
  const target = isPlainObject(rule['action']) ? deadLetterTopic(rule['action']['deadLetter']) : null
  const action = target === null ? actions[kind].find((one) => one === rule['action']) : 'deadLetter'
  if (action === undefined) {
    draft.problem(
      'SAMSA_OPTION_INVALID',
      `${path}.action`,
      `${quoteGiven(rule['action'])} is nothing that a ${kind === 'consumer' ? 'consumerGroup' : 'shareGroup'} does`,
      `write ${actions[kind].map((one) => `'${one}'`).join(', ')} or { deadLetter: topic }`,
      [place],
    )
    return null
  }
  const error = typeof matcher === 'string' ? matcher : matcher.name === '' ? 'a function' : matcher.name
  return { plan: { index, error, action, deadLetterTopic: target }, matcher: matcher as ErrorMatcher }
}

function deadLetterTopic(given: unknown): string | null {
  const name = isTopic(given) ? given.name : given
  return topicNameProblem(name) === null ? (name as string) : null
}
