import { defaultBackoff, type ErrorMatcher, type OwnBackoff, type RecoveryPlan } from '@samsa/contracts'
import { atOnce } from './at-once.js'
import type { RecoveryPolicy, RecoveryRule } from './recovery-policy.js'

/** The functions of a policy. */
export interface PolicyFunctions {
  readonly backoff: OwnBackoff | null
  /** By `RetryRulePlan.index`. */
  readonly matchers: readonly ErrorMatcher[]
}

/** A route's policy from its plan and its functions. */
export function makePolicy(plan: RecoveryPlan, kind: 'consumer' | 'share', { backoff, matchers }: PolicyFunctions): RecoveryPolicy {
  const { retry, deadLetter } = plan
  return Object.freeze({
    attempts: retry.attempts,
    backoff: retry.backoff.kind === 'own' ? defaultBackoff : retry.backoff,
    ownBackoff: backoff,
    rules: retry.on.map(({ index, action, deadLetterTopic }): RecoveryRule => {
      const matcher = matchers[index]
      if (matcher === undefined) throw new Error(`assertion: rule ${index} has no matcher`)
      return { matches: matching(matcher), action, topic: deadLetterTopic }
    }),
    deadLetter: deadLetter === null ? null : deadLetter.broker === null ? 'application' : 'broker',
    whenExhausted: plan.whenExhausted ?? (kind === 'consumer' ? 'hold' : 'reject'),
    afterDeliveries: deadLetter?.afterDeliveries ?? null,
  })
}

function matching(matcher: ErrorMatcher): RecoveryRule['matches'] {
  if (typeof matcher === 'string')
    return (thrown) => typeof thrown === 'object' && thrown !== null && (thrown as { code?: unknown }).code === matcher
  if (isErrorClass(matcher)) return (thrown) => thrown instanceof matcher
  return (thrown) => Boolean(atOnce('the matcher of retry.on', matcher(thrown)))
}

function isErrorClass(matcher: Exclude<ErrorMatcher, string>): matcher is Extract<ErrorMatcher, abstract new (...args: never[]) => Error> {
  return matcher === Error || matcher.prototype instanceof Error
}
