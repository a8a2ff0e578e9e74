import { isSamsaError } from '@samsa/contracts'
import type { RecoveryRule } from './recovery-policy.js'

/** The first rule about this error. A rule that throws is passed over and named. */
export interface RuleMatch {
  readonly rule: RecoveryRule | null
  /** What matchers threw. */
  readonly mistakes: readonly unknown[]
}

/** Finds the rule for what was thrown; what we have wrapped (a decoding error) is looked at as well. Pure as far as the matchers are. */
export function matchRule(rules: readonly RecoveryRule[], thrown: unknown): RuleMatch {
  const mistakes: unknown[] = []
  const inner = isSamsaError(thrown) ? thrown.cause : undefined
  for (const rule of rules) {
    try {
      if (rule.matches(thrown) || (inner !== undefined && rule.matches(inner))) return { rule, mistakes }
    } catch (mistake) {
      mistakes.push(mistake)
    }
  }
  return { rule: null, mistakes }
}
