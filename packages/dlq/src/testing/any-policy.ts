import type { BackoffPlan } from '@samsa/contracts'
import fc from 'fast-check'
import type { RecoveryPolicy, RecoveryRule } from '../policy/recovery-policy.js'
import { Declined } from './behaviours.js'

const delay = fc.nat(1500)
const anyBackoff: fc.Arbitrary<Exclude<BackoffPlan, { kind: 'own' }>> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), delayMs: delay, jitter: fc.boolean() }),
  fc.record({ kind: fc.constant('linear' as const), stepMs: delay, maxMs: fc.option(delay), jitter: fc.boolean() }),
  fc.record({ kind: fc.constant('exponential' as const), firstMs: delay, maxMs: fc.option(delay), jitter: fc.boolean() }),
)

const failing = (): never => {
  throw new Error('a mistake of the application')
}
const matchers: readonly RecoveryRule['matches'][] = [() => true, (thrown) => thrown instanceof Declined, () => false, failing]

const anyRule = (actions: readonly RecoveryRule['action'][]): fc.Arbitrary<RecoveryRule> =>
  fc.record({
    matches: fc.constantFrom(...matchers),
    action: fc.constantFrom(...actions),
    topic: fc.constant<string | null>(null),
  })

/** Any policy that a consumer group can have. */
export const anyConsumerPolicy: fc.Arbitrary<RecoveryPolicy> = fc.record({
  attempts: fc.integer({ min: 1, max: 6 }),
  backoff: anyBackoff,
  ownBackoff: fc.constantFrom(null, null, () => 20, failing),
  rules: fc.array(anyRule(['retry', 'deadLetter', 'stop', 'skip']), { maxLength: 2 }),
  deadLetter: fc.constantFrom('application' as const, 'application' as const, null),
  whenExhausted: fc.constantFrom('hold' as const, 'skip' as const, 'stop' as const),
  afterDeliveries: fc.constant(null),
})

/** Any policy that a share group can have. */
export const anySharePolicy: fc.Arbitrary<RecoveryPolicy> = fc.record({
  attempts: fc.integer({ min: 1, max: 8 }),
  backoff: anyBackoff,
  ownBackoff: fc.constantFrom(null, null, () => 20, failing),
  rules: fc.array(anyRule(['retry', 'deadLetter', 'stop', 'reject', 'release']), { maxLength: 2 }),
  deadLetter: fc.constantFrom('application' as const, 'application' as const, 'broker' as const, null),
  whenExhausted: fc.constantFrom('reject' as const, 'stop' as const),
  afterDeliveries: fc.option(fc.integer({ min: 1, max: 7 })),
})
