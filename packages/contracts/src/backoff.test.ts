import { describe, expect, it } from '@jest/globals'
import { backoffDelayMs, backoffPlan, exponential, fixed, linear, type BackoffPlan } from './backoff.js'

const delays = (plan: BackoffPlan, attempts: number, random = () => 0): number[] =>
  Array.from({ length: attempts }, (_, index) => (plan.kind === 'own' ? -1 : backoffDelayMs(plan, index + 1, random)))

describe('backoff', () => {
  it('stays, grows by steps, or doubles, up to max', () => {
    expect(delays(backoffPlan(fixed('1s')), 3)).toEqual([1_000, 1_000, 1_000])
    expect(delays(backoffPlan(linear('1s', { max: '3s' })), 5)).toEqual([1_000, 2_000, 3_000, 3_000, 3_000])
    expect(delays(backoffPlan(exponential('250ms', { max: '2s' })), 6)).toEqual([250, 500, 1_000, 2_000, 2_000, 2_000])
  })

  it('never exceeds a day without max, whatever the attempt', () => {
    const plan = backoffPlan(exponential('1s'))
    expect(delays(plan, 2_000).at(-1)).toBe(86_400_000)
  })

  it('draws between the half and the whole delay', () => {
    const plan = backoffPlan(exponential('1s', { jitter: true }))
    expect(delays(plan, 2, () => 0)).toEqual([500, 1_000])
    expect(delays(plan, 2, () => 1)).toEqual([1_000, 2_000])
  })

  it('is data', () => {
    expect(JSON.parse(JSON.stringify(exponential('200ms', { max: '30s' })))).toEqual({
      kind: 'exponential',
      first: '200ms',
      max: '30s',
      jitter: false,
    })
    expect(backoffPlan(exponential('200ms', { max: '30s' }))).toEqual({ kind: 'exponential', firstMs: 200, maxMs: 30_000, jitter: false })
    expect(Object.isFrozen(fixed(1))).toBe(true)
  })

  it('treats an attempt below the first as the first', () => {
    expect(delays(backoffPlan(linear('1s')), 1)).toEqual([1_000])
    expect(backoffDelayMs({ kind: 'exponential', firstMs: 100, maxMs: null, jitter: false }, 0)).toBe(100)
  })
})
