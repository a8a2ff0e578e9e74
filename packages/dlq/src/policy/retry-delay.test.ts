import { describe, expect, it } from '@jest/globals'
import type { OwnBackoff } from '@samsa/contracts'
import { buildFailure } from '../testing/build-failure.js'
import { buildPolicy } from '../testing/build-policy.js'
import { retryDelay } from './retry-delay.js'

const half = (): number => 0.5
const own = (ownBackoff: unknown) => buildPolicy({ ownBackoff: ownBackoff as OwnBackoff })

const failing = (text: string): never => {
  throw new Error(text)
}

describe('retryDelay', () => {
  it('is what the policy says, by attempt', () => {
    const policy = buildPolicy({ backoff: { kind: 'exponential', firstMs: 100, maxMs: 300, jitter: true } })
    const delays = [1, 2, 3].map((attempt) => retryDelay(policy, buildFailure(), attempt, half).delayMs)
    expect(delays).toEqual([75, 150, 225])
  })

  it('is what the handler asked for before anything else', () => {
    expect(
      retryDelay(
        own(() => '1s'),
        buildFailure({ afterMs: 7 }),
        1,
        half,
      ),
    ).toEqual({ delayMs: 7, mistakes: [] })
  })

  it('is what the application decides by attempt and error', () => {
    const thrown = new Error('busy')
    const policy = own((attempt: number, error: unknown) => (error === thrown ? `${attempt}s` : 0))
    expect(retryDelay(policy, buildFailure({ thrown }), 2, half)).toEqual({ delayMs: 2000, mistakes: [] })
  })

  it.each([
    ['throws', () => failing('no idea'), /no idea/],
    ['answers no duration', () => '3 parsecs', /no duration/],
    ['answers a promise', () => Promise.reject(new Error('late')), /promise/],
    ['answers less than nothing', () => -1, /no duration/],
  ])("is the policy's, with the mistake, where that %s", (_name, backoff, text) => {
    const { delayMs, mistakes } = retryDelay(own(backoff), buildFailure(), 1, half)
    expect(delayMs).toBe(100)
    expect(mistakes).toEqual([expect.objectContaining({ message: expect.stringMatching(text) })])
  })
})
