import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { anyConsumerPolicy, anySharePolicy } from '../testing/any-policy.js'
import { buildFailure } from '../testing/build-failure.js'
import { failureOf, type Behaviour } from '../testing/behaviours.js'
import { decideOutcome, type DeliveryState } from './decide-outcome.js'
import type { Failure } from './failure.js'
import { lastRunDelivery } from './last-run.js'

const runs = Number(process.env['SAMSA_INTERLEAVINGS'] ?? 500)
const options = { numRuns: runs }
const limitMs = 30_000 + runs

const failing: readonly Behaviour[] = [
  'throw',
  'throw-declined',
  'not-decoded',
  'not-decoded-now',
  'timeout',
  'out-of-memory',
  'ask-again',
  'give-up',
]
const anyFailure = fc.constantFrom<Failure>(
  ...failing.map((behaviour) => failureOf(behaviour) as Failure),
  buildFailure({ cause: 'deliveries' }),
  buildFailure({ cause: 'starved' }),
)
const anyDelivery: fc.Arbitrary<DeliveryState> = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  limit: fc.constantFrom(2, 4, 6, Number.POSITIVE_INFINITY),
  lockMs: fc.constant(1000),
  lockLeftMs: fc.integer({ min: -100, max: 1000 }),
})
const isOutOfMemory = ({ thrown }: Failure): boolean => (thrown as { code?: unknown } | null)?.code === 'ENOMEM'
const anyAttempt = fc.integer({ min: 0, max: 9 })
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('decideOutcome', () => {
  it(
    'answers the same for the same',
    () => {
      fc.assert(
        fc.property(anyFailure, anyAttempt, anyDelivery, anySharePolicy, anyRandom, (failure, attempt, delivery, policy, random) => {
          const run = { failure, attempt, delivery }
          expect(decideOutcome(run, policy, () => random)).toEqual(decideOutcome(run, policy, () => random))
        }),
        options,
      )
    },
    limitMs,
  )

  it(
    'knows what a consumer group can do, and retries while attempts are left, never after',
    () => {
      fc.assert(
        fc.property(anyFailure, anyAttempt, anyConsumerPolicy, anyRandom, (failure, attempt, policy, random) => {
          const { action } = decideOutcome({ failure, attempt, delivery: null }, policy, () => random)
          expect(['retry', 'dead-letter', 'skip', 'hold', 'stop']).toContain(action.type)
          if (action.type === 'retry') {
            expect(attempt).toBeLessThan(policy.attempts)
            expect(action.delayMs).toBeGreaterThanOrEqual(0)
          }
          if (action.type === 'dead-letter') expect(action.by).toBe('application')
          if (policy.deadLetter !== null) expect(action.type).not.toBe('hold')
          if (failure.cause === 'thrown' && policy.rules.length === 0 && !isOutOfMemory(failure))
            expect(action.type === 'retry').toBe(attempt < policy.attempts)
        }),
        options,
      )
    },
    limitMs,
  )

  it(
    'knows what a share group can do: waits only within the lock, releases only what will be run again',
    () => {
      fc.assert(
        fc.property(anyFailure, anyAttempt, anyDelivery, anySharePolicy, anyRandom, (failure, attempt, delivery, policy, random) => {
          const { action } = decideOutcome({ failure, attempt, delivery }, policy, () => random)
          expect(['retry', 'dead-letter', 'release', 'reject', 'stop']).toContain(action.type)
          if (action.type === 'retry') {
            expect(attempt).toBeLessThan(policy.attempts)
            expect(action.delayMs).toBeLessThanOrEqual(delivery.lockMs / 2)
            expect(action.delayMs).toBeLessThan(delivery.lockLeftMs)
          }
          if (action.type === 'release') expect(delivery.count).toBeLessThan(lastRunDelivery(policy, delivery.limit))
          if (action.type === 'dead-letter') expect(action.by).toBe(policy.deadLetter)
        }),
        options,
      )
    },
    limitMs,
  )

  it(
    'never runs again what is critical, undecodable for good without a rule, or given up',
    () => {
      fc.assert(
        fc.property(anyFailure, anyAttempt, anyDelivery, anySharePolicy, (failure, attempt, delivery, policy) => {
          const { action } = decideOutcome({ failure, attempt, delivery }, policy)
          const isCritical = isOutOfMemory(failure)
          if (isCritical) expect(action).toEqual({ type: 'stop', exhausted: false, critical: true })
          const isFinal =
            ['deliveries', 'starved', 'dead-letter'].includes(failure.cause) ||
            (failure.cause === 'deserialize' && failure.error?.retryable !== true && policy.rules.length === 0)
          if (isFinal && !isCritical) expect(['dead-letter', 'reject', 'stop']).toContain(action.type)
        }),
        options,
      )
    },
    limitMs,
  )
})
