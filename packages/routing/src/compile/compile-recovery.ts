import { defaultRecovery, quoteGiven, type DeadLetterPolicy, type ErrorMatcher, type OwnBackoff, type RecoveryPlan } from '@samsa/contracts'
import { compileBackoff } from './compile-backoff.js'
import { checkRecovery, type RecoverySite } from './check-recovery.js'
import { compileDeadLetter } from './compile-dead-letter.js'
import { compileRules } from './compile-rules.js'
import { deadLetterTargets, type DeadLetterTarget } from './dead-letter-targets.js'
import type { Draft } from './draft.js'
import { checkKnown, nestedLayers, type Found, type Layer } from './layer.js'
import { OptionReader } from './option-reader.js'
import { notInConsumerExhausted, notInShareExhausted } from '../route/other-kind.js'

/** Names of the recovery options, wherever they stand. */
export const recoveryNames = ['retry', 'deadLetter', 'whenExhausted', 'breaker', 'flood'] as const

/** A recovery policy, and what of it is no data. */
export interface CompiledRecovery {
  readonly plan: RecoveryPlan
  readonly backoff: OwnBackoff | null
  readonly matchers: readonly ErrorMatcher[]
  readonly deadLetter: Pick<DeadLetterPolicy, 'topic' | 'transform' | 'headers'> | null
  /** Where its dead letters go, as far as that is known. */
  readonly targets: readonly DeadLetterTarget[]
}

/** The policy of one route from its own options, its group's and the worker's, merged field by field. */
export function compileRecovery(draft: Draft, site: RecoverySite, planPath: string): CompiledRecovery {
  const { kind, layers } = site
  const path = `${planPath}.recovery`
  const retryLayers = nestedLayers(draft, layers, 'retry')
  for (const layer of retryLayers) checkKnown(draft, layer, ['attempts', 'backoff', 'on', 'topics'])
  const retry = new OptionReader(draft, retryLayers, `${path}.retry`)
  const backoff = compileBackoff(retry)
  const rules = compileRules(draft, kind, retryLayers, `${path}.retry`)
  const deadLetter = compileDeadLetter(draft, kind, layers, `${path}.deadLetter`)
  const plan: RecoveryPlan = {
    retry: {
      attempts: retry.integer('attempts', defaultRecovery.retry.attempts, { min: 1 }),
      backoff: backoff.plan,
      on: rules.map((rule) => rule.plan),
      topicDelaysMs: compileTopicDelays(retry),
    },
    deadLetter: deadLetter.plan,
    whenExhausted: readExhausted(new OptionReader(draft, layers, path), kind, deadLetter.plan !== null),
    breaker: compileBreaker(draft, layers, path),
    flood: compileFlood(draft, layers, path),
  }
  const targets = deadLetterTargets(site, plan.deadLetter, deadLetter.named, rules)
  checkRecovery(draft, site, plan, rules, targets)
  return { plan, backoff: backoff.own, matchers: rules.map(({ matcher }) => matcher), deadLetter: deadLetter.hooks, targets }
}

const words = { consumer: ['hold', 'skip', 'stop'], share: ['reject', 'stop'] } as const
const sentences: Readonly<Record<'consumer' | 'share', Readonly<Record<string, string>>>> = {
  consumer: notInConsumerExhausted,
  share: notInShareExhausted,
}

function readExhausted(reader: OptionReader, kind: 'consumer' | 'share', hasDeadLetters: boolean): RecoveryPlan['whenExhausted'] {
  return reader.read<RecoveryPlan['whenExhausted']>('whenExhausted', 'whenExhausted', null, (found) => {
    const word = words[kind].find((one) => one === found.value)
    if (word !== undefined) return word
    const sentence = Object.hasOwn(sentences[kind], String(found.value)) ? sentences[kind][String(found.value)] : undefined
    // what a worker says for its groups of the other kind is no mistake where it is not needed
    if (sentence === undefined || !hasDeadLetters || found.origin !== 'worker') refuseWord(reader, kind, found, sentence)
    return undefined
  })
}

function refuseWord(reader: OptionReader, kind: 'consumer' | 'share', found: Found, sentence: string | undefined): void {
  if (sentence !== undefined) reader.draft.sentence('SAMSA_OPTION_INVALID', found.path, sentence, [found.place])
  else
    reader.refuse(
      found,
      `a ${kind}Group has no ${quoteGiven(found.value)}`,
      `write ${words[kind].map((one) => `'${one}'`).join(' or ')} in the ${kind}Group`,
    )
}

function compileTopicDelays(retry: OptionReader): readonly number[] {
  return retry.read<readonly number[]>('topics', 'topicDelaysMs', [], (found) => {
    if (!Array.isArray(found.value)) return retry.refuse(found, 'the delays of retry topics are a list', "write ['10s', '1m']")
    return found.value.map((value, index) => {
      const one = new OptionReader(
        retry.draft,
        [{ origin: found.origin, path: found.path, entries: new Map([[`${index}`, { value, place: found.place }]]) }],
        `${retry.planPath}.topics`,
      )
      return one.duration(`${index}`, 0)
    })
  })
}

function compileBreaker(draft: Draft, layers: readonly Layer[], path: string): RecoveryPlan['breaker'] {
  const own = nestedLayers(draft, layers, 'breaker')
  for (const layer of own) checkKnown(draft, layer, ['failures', 'pause'])
  if (own[0] === undefined) return null
  draft.origin(`${path}.breaker`, own[0].origin)
  const reader = new OptionReader(draft, own, `${path}.breaker`)
  return { failures: reader.integer('failures', 1, { min: 1 }), pauseMs: reader.duration('pause', 0) }
}

function compileFlood(draft: Draft, layers: readonly Layer[], path: string): RecoveryPlan['flood'] {
  const own = nestedLayers(draft, layers, 'flood')
  for (const layer of own) checkKnown(draft, layer, ['records', 'within'])
  if (own[0] === undefined) return null
  draft.origin(`${path}.flood`, own[0].origin)
  const reader = new OptionReader(draft, own, `${path}.flood`)
  return { records: reader.integer('records', 1, { min: 1 }), withinMs: reader.duration('within', 0) }
}
