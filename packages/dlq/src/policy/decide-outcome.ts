import type { Failure } from './failure.js'
import { isCritical } from './is-critical.js'
import { lastRunDelivery } from './last-run.js'
import { matchRule } from './match-rule.js'
import type { RecoveryPolicy, RecoveryRule } from './recovery-policy.js'
import { retryDelay } from './retry-delay.js'

/** What is to become of a record that was not handled. */
export type RecoveryAction =
  /** Again in place, after a wait. */
  | { readonly type: 'retry'; readonly delayMs: number }
  /** RELEASE: any member of the share group gets it again. */
  | { readonly type: 'release' }
  /** To `topic`; `null`: the route's. `by`: who writes it. */
  | { readonly type: 'dead-letter'; readonly topic: string | null; readonly by: 'application' | 'broker' }
  /** Done with, and told. `exhausted`: because no attempts are left, and not because a rule says so. */
  | { readonly type: 'skip' | 'reject'; readonly exhausted: boolean }
  /** Its partition waits for a person: it is not run again, and nothing behind it. */
  | { readonly type: 'hold' }
  /** The worker ends, the record stays as it is. */
  | { readonly type: 'stop'; readonly exhausted: boolean; readonly critical: boolean }

/** What recovery decided, and what of the application's own functions threw meanwhile. */
export interface RecoveryDecision {
  readonly action: RecoveryAction
  /** What rules and the application's own backoff threw: they counted as not given. */
  readonly mistakes: readonly unknown[]
}

/** What a share group knows of a record's deliveries. */
export interface DeliveryState {
  /** How often it was delivered, this time included. */
  readonly count: number
  /** `share.delivery.count.limit`; `Infinity` where none is known. */
  readonly limit: number
  /** Length of its lock, milliseconds. */
  readonly lockMs: number
  /** How long its result can still count, milliseconds. */
  readonly lockLeftMs: number
}

/** What is decided about. */
export interface FailedRun {
  readonly failure: Failure
  /** The attempt that failed; the first is 1. In a share group: deliveries before this one + executions in this one. */
  readonly attempt: number
  /** `null` in a consumer group. */
  readonly delivery: DeliveryState | null
}

/**
 * Decides what becomes of a failure. Pure: the same arguments and the same `random` give the same decision.
 *
 * @param random 0 (inclusive) to 1 (exclusive), asked where the backoff has jitter
 */
export function decideOutcome(run: FailedRun, policy: RecoveryPolicy, random: () => number = Math.random): RecoveryDecision {
  const { failure } = run
  if (isCritical(failure.thrown)) return plain({ type: 'stop', exhausted: false, critical: true })
  if (failure.cause === 'deliveries' || failure.cause === 'starved') return plain(exhausted(policy))
  if (failure.cause === 'dead-letter') return plain(toDeadLetters(policy, null))
  // an outcome says itself what is wanted, rules are about errors
  const { rule, mistakes } = failure.cause === 'returned' ? { rule: null, mistakes: [] } : matchRule(policy.rules, failure)
  const decided = rule === null ? byCause(run, policy, random) : byRule(rule, run, policy, random)
  return mistakes.length === 0 ? decided : { action: decided.action, mistakes: [...mistakes, ...decided.mistakes] }
}

const plain = (action: RecoveryAction): RecoveryDecision => ({ action, mistakes: [] })

function byCause(run: FailedRun, policy: RecoveryPolicy, random: () => number): RecoveryDecision {
  const { failure, delivery } = run
  // no record of the topic can be read: a mistake in the program, which would empty the topic into the dead letters
  if (failure.cause === 'deserialize' && failure.error?.code === 'SAMSA_SCHEMA_ASYNC')
    return plain({ type: 'stop', exhausted: false, critical: false })
  if (failure.cause === 'deserialize' && failure.error?.retryable !== true) return plain(exhausted(policy))
  if (failure.cause === 'returned' && delivery !== null) return plain(again(run, policy))
  return retried(run, policy, random)
}

function byRule(rule: RecoveryRule, run: FailedRun, policy: RecoveryPolicy, random: () => number): RecoveryDecision {
  switch (rule.action) {
    case 'retry':
      return retried(run, policy, random)
    case 'release':
      return plain(again(run, policy))
    case 'deadLetter':
      return plain(toDeadLetters(policy, rule.topic))
    case 'skip':
    case 'reject':
      return plain({ type: rule.action, exhausted: false })
    case 'stop':
      return plain({ type: 'stop', exhausted: false, critical: false })
  }
}

function retried(run: FailedRun, policy: RecoveryPolicy, random: () => number): RecoveryDecision {
  if (run.attempt >= policy.attempts) return plain(exhausted(policy))
  const { delayMs, mistakes } = retryDelay(policy, run.failure, run.attempt, random)
  const { delivery } = run
  const fits = delivery === null || (delayMs <= delivery.lockMs / 2 && delayMs < delivery.lockLeftMs)
  return { action: fits ? { type: 'retry', delayMs } : again(run, policy), mistakes }
}

/** Given back, where another delivery would run it; otherwise this was its last chance. */
function again({ delivery }: FailedRun, policy: RecoveryPolicy): RecoveryAction {
  if (delivery === null) throw new Error('assertion: a consumer group gives nothing back')
  return delivery.count < lastRunDelivery(policy, delivery.limit) ? { type: 'release' } : exhausted(policy)
}

function exhausted(policy: RecoveryPolicy): RecoveryAction {
  if (policy.deadLetter !== null) return toDeadLetters(policy, null)
  const { whenExhausted } = policy
  if (whenExhausted === 'hold') return { type: 'hold' }
  return whenExhausted === 'stop' ? { type: 'stop', exhausted: true, critical: false } : { type: whenExhausted, exhausted: true }
}

function toDeadLetters(policy: RecoveryPolicy, topic: string | null): RecoveryAction {
  if (topic !== null) return { type: 'dead-letter', topic, by: 'application' }
  return policy.deadLetter === null ? exhausted(policy) : { type: 'dead-letter', topic: null, by: policy.deadLetter }
}
