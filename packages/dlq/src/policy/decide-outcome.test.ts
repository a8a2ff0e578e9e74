import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decideOutcome } from './decide-outcome.js'
import { retryInPlace } from './recovery-policy.js'

const whole = (attempt: number): number => decideOutcome(undefined, attempt, retryInPlace, () => 1).delayMs

describe('decideOutcome', () => {
  it('doubles the wait from 250 ms up to 30 s', () => {
    expect([1, 2, 3, 4, 7, 8, 9, 5000].map(whole)).toEqual([250, 500, 1000, 2000, 16_000, 30_000, 30_000, 30_000])
  })

  it('takes at most half of it off by chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, roll) => {
        const { type, delayMs } = decideOutcome(undefined, attempt, retryInPlace, () => roll)
        expect(type).toBe('retry')
        expect(delayMs).toBeLessThanOrEqual(whole(attempt))
        expect(delayMs).toBeGreaterThanOrEqual(whole(attempt) / 2)
      }),
    )
  })

  it('decides for whatever was thrown, nothing included', () => {
    for (const thrown of [undefined, null, 'text', 0, new Error('no')])
      expect(decideOutcome(thrown, 1, retryInPlace, () => 1)).toEqual({ type: 'retry', delayMs: 250 })
  })
})
