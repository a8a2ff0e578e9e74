import { isTopic, quoteGiven, topicNameProblem, type ErrorMatcher, type RetryRulePlan } from '@samsa/contracts'
import { notInConsumerActions, notInShareActions } from '../route/other-kind.js'
import type { Draft } from './draft.js'
import { checkKnown, isPlainObject, layerOf, type Layer } from './layer.js'

const actions = {
  consumer: ['retry', 'deadLetter', 'skip', 'stop'],
  share: ['retry', 'deadLetter', 'release', 'reject', 'stop'],
} as const
const sentences: Readonly<Record<'consumer' | 'share', Readonly<Record<string, string>>>> = {
  consumer: notInConsumerActions,
  share: notInShareActions,
}

/** A rule as data, its matcher, and where it stands. */
export interface CompiledRule {
  readonly plan: RetryRulePlan
  readonly matcher: ErrorMatcher
  /** As a user would write it: `defineWorker.retry.on[0]`. */
  readonly path: string
  readonly place: string
}

/** The rules of all layers, the most specific first. */
export function compileRules(
  draft: Draft,
  kind: 'consumer' | 'share',
  layers: readonly Layer[],
  planPath: string,
): readonly CompiledRule[] {
  const compiled: CompiledRule[] = []
  for (const layer of layers) {
    const entry = layer.entries.get('on')
    if (entry === undefined) continue
    if (compiled.length === 0) draft.origin(`${planPath}.on`, layer.origin)
    const rules: readonly unknown[] = Array.isArray(entry.value) ? entry.value : [entry.value]
    rules.forEach((rule, position) => {
      const site = { origin: layer.origin, path: `${layer.path}.on[${position}]`, place: entry.place }
      const one = compileRule(draft, kind, rule, site, compiled.length)
      if (one !== null) compiled.push(one)
    })
  }
  return compiled
}

interface Site {
  readonly origin: Layer['origin']
  readonly path: string
  readonly place: string
}

function checkNames(draft: Draft, { origin, path, place }: Site, given: object, known: readonly string[]): void {
  checkKnown(draft, layerOf(draft, origin, path, given, place), known)
}

function compileRule(draft: Draft, kind: 'consumer' | 'share', rule: unknown, site: Site, index: number): CompiledRule | null {
  const matcher = isPlainObject(rule) ? rule['error'] : undefined
  if (!isPlainObject(rule) || (typeof matcher !== 'function' && typeof matcher !== 'string')) {
    draft.problem(
      'SAMSA_OPTION_INVALID',
      site.path,
      'a rule names an error by class, code or function',
      "write { error: NotFound, action: 'deadLetter' }",
      [site.place],
    )
    return null
  }
  checkNames(draft, site, rule, ['error', 'action'])
  const action = readAction(draft, kind, rule['action'], site)
  if (action === null) return null
  const error = typeof matcher === 'string' ? matcher : matcher.name === '' ? 'a function' : matcher.name
  return { plan: { index, error, ...action }, matcher: matcher as ErrorMatcher, path: site.path, place: site.place }
}

type Action = Pick<RetryRulePlan, 'action' | 'deadLetterTopic'>

function readAction(draft: Draft, kind: 'consumer' | 'share', given: unknown, site: Site): Action | null {
  const { path, place } = site
  if (isPlainObject(given) && 'deadLetter' in given) {
    checkNames(draft, { ...site, path: `${path}.action` }, given, ['deadLetter'])
    const name = isTopic(given['deadLetter']) ? given['deadLetter'].name : given['deadLetter']
    const problem = topicNameProblem(name)
    if (problem === null) return { action: 'deadLetter', deadLetterTopic: name as string }
    draft.problem('SAMSA_OPTION_INVALID', `${path}.action.deadLetter`, problem, 'name a topic of Kafka', [place])
    return null
  }
  const action = actions[kind].find((one) => one === given)
  if (action !== undefined) return { action, deadLetterTopic: null }
  const sentence = typeof given === 'string' && Object.hasOwn(sentences[kind], given) ? sentences[kind][given] : undefined
  if (sentence !== undefined) draft.sentence('SAMSA_OPTION_INVALID', `${path}.action`, sentence, [place])
  else
    draft.problem(
      'SAMSA_OPTION_INVALID',
      `${path}.action`,
      `${quoteGiven(given)} is nothing that a ${kind}Group does`,
      `write ${actions[kind].map((one) => `'${one}'`).join(', ')} or { deadLetter: topic }`,
      [place],
    )
  return null
}
