import { describe, expect, it } from '@jest/globals'
import { accept, deadLetter, handled, isOutcome, reject, release, retry, skip } from './outcome.js'

describe('outcomes', () => {
  it('are frozen values', () => {
    expect(retry('later', { after: '5s' })).toEqual({ outcome: 'retry', reason: 'later', afterMs: 5_000 })
    expect(retry('later')).toEqual({ outcome: 'retry', reason: 'later', afterMs: null })
    expect(deadLetter('x')).toEqual({ outcome: 'dead-letter', reason: 'x' })
    for (const outcome of [handled, accept, retry('x'), skip('x'), release('x'), reject('x'), deadLetter('x')])
      expect(Object.isFrozen(outcome)).toBe(true)
    expect(() => retry('x', { after: '5 s' as never })).toThrow(expect.objectContaining({ code: 'SAMSA_OPTION_INVALID' }))
  })

  it('belong to a kind of group', () => {
    for (const outcome of [handled, retry('x'), skip('x')])
      expect([isOutcome(outcome, 'consumer'), isOutcome(outcome, 'share')]).toEqual([true, false])
    for (const outcome of [accept, release('x'), reject('x')])
      expect([isOutcome(outcome, 'consumer'), isOutcome(outcome, 'share')]).toEqual([false, true])
    expect([isOutcome(deadLetter('x'), 'consumer'), isOutcome(deadLetter('x'), 'share')]).toEqual([true, true])
    const unreadable = Object.defineProperty({}, 'outcome', {
      get: () => {
        throw new Error('not yours')
      },
    })
    for (const other of [undefined, null, 1, unreadable, 'handled', {}, { outcome: 'other' }, { outcome: 'toString' }])
      expect(isOutcome(other, 'consumer')).toBe(false)
  })
})
