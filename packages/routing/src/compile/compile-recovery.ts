import { defaultRecovery, quoteGiven, type DeadLetterPolicy, type ErrorMatcher, type OwnBackoff, type RecoveryPlan } from '@samsa/contracts'
import { compileBackoff } from './compile-backoff.js'
import { compileDeadLetter } from './compile-dead-letter.js'
import { compileRules } from './compile-rules.js'
import type { Draft } from './draft.js'
import { checkKnown, findOption, nestedLayers, type Layer } from './layer.js'
import { OptionReader } from './option-reader.js'

/** Names of the recovery options, wherever they stand. */
export const recoveryNames = ['retry', 'deadLetter', 'whenExhausted', 'breaker', 'flood'] as const

/** A recovery policy, and what of it is no data. */
export interface CompiledRecovery {
  readonly plan: RecoveryPlan
  readonly backoff: OwnBackoff | null
  readonly matchers: readonly ErrorMatcher[]
  readonly deadLetter: Pick<DeadLetterPolicy, 'topic' | 'transform' | 'headers'> | null
}

/** The policy of one route from its own options, its group's and the worker's, merged field by field. */
export function compileRecovery(draft: Draft, kind: 'consumer' | 'share', layers: readonly Layer[], planPath: string): CompiledRecovery {
  const path = `${planPath}.recovery`
  const reader = new OptionReader(draft, layers, path)
  const retryLayers = nestedLayers(draft, layers, 'retry')
  for (const layer of retryLayers) checkKnown(draft, layer, ['attempts', 'backoff', 'on', 'topics'])
  const retry = new OptionReader(draft, retryLayers, `${path}.retry`)
  const backoff = compileBackoff(retry)
  const rules = compileRules(draft, kind, retryLayers, `${path}.retry`)
  const deadLetter = compileDeadLetter(reader, kind)
  const plan: RecoveryPlan = {
    retry: {
      attempts: retry.integer('attempts', defaultRecovery.retry.attempts, { min: 1 }),
      backoff: backoff.plan,
      on: rules.plan,
      topicDelaysMs: compileTopicDelays(retry),
    },
    deadLetter: deadLetter.plan,
    whenExhausted: readExhausted(reader, kind),
    breaker: compileBreaker(draft, layers, path),
    flood: compileFlood(draft, layers, path),
  }
  checkExhausted(draft, kind, layers, deadLetter.off, plan)
  return { plan, backoff: backoff.own, matchers: rules.matchers, deadLetter: deadLetter.hooks }
}

function readExhausted(reader: OptionReader, kind: 'consumer' | 'share'): RecoveryPlan['whenExhausted'] {
  const words = kind === 'consumer' ? (['hold', 'skip', 'stop'] as const) : (['reject', 'stop'] as const)
  const here = kind === 'consumer' ? 'consumerGroup' : 'shareGroup'
  return reader.read<RecoveryPlan['whenExhausted']>('whenExhausted', 'whenExhausted', null, (found) => {
    const word = words.find((one) => one === found.value)
    return (
      word ??
      reader.refuse(
        found,
        `a ${here} has no ${quoteGiven(found.value)}`,
        `write ${words.map((one) => `'${one}'`).join(' or ')} in the ${here}`,
      )
    )
  })
}

function checkExhausted(draft: Draft, kind: 'consumer' | 'share', layers: readonly Layer[], off: boolean, plan: RecoveryPlan): void {
  if (!off || plan.whenExhausted !== null || findOption(layers, 'whenExhausted') !== null) return
  const found = findOption(layers, 'deadLetter')
  const words = kind === 'consumer' ? "'hold', 'skip' or 'stop'" : "'reject' or 'stop'"
  if (found !== null)
    draft.problem(
      'SAMSA_OPTION_INVALID',
      found.path,
      'without dead letters nothing says what becomes of a record that cannot be handled',
      `add whenExhausted: ${words}`,
      [found.place],
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
