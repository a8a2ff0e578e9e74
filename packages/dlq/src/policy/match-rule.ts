import { isSamsaError, lookAt } from '@samsa/contracts'
import type { Failure } from './failure.js'
import type { RecoveryRule } from './recovery-policy.js'

/** The first rule about this error. A rule that throws is passed over and named. */
export interface RuleMatch {
  readonly rule: RecoveryRule | null
  /** What matchers threw. */
  readonly mistakes: readonly unknown[]
}

/**
 * Finds the rule for what was thrown; what we have wrapped (a decoding error) is looked at as well, and the `timeout` that a handler threw after. Pure as far as the matchers
 * are.
 */
export function matchRule(rules: readonly RecoveryRule[], failure: Pick<Failure, 'cause' | 'error' | 'thrown'>): RuleMatch {
  const mistakes: unknown[] = []
  const errors = errorsOf(failure)
  for (const rule of rules) {
    try {
      if (errors.some((error) => rule.matches(error))) return { rule, mistakes }
    } catch (mistake) {
      mistakes.push(mistake)
    }
  }
  return { rule: null, mistakes }
}

function errorsOf({ cause, error, thrown }: Pick<Failure, 'cause' | 'error' | 'thrown'>): readonly unknown[] {
  const inner = isSamsaError(thrown) ? lookAt(() => thrown.cause) : undefined
  const wrapped = inner === undefined ? [] : [inner]
  return cause === 'timeout' && error !== null ? [thrown, ...wrapped, error] : [thrown, ...wrapped]
}
