import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { boundedText } from './bounded-text.js'

describe('boundedText', () => {
  it('leaves alone what fits', () => {
    expect(boundedText('äbc', 4)).toBe('äbc')
    expect(boundedText('', 0)).toBe('')
  })

  it('cuts between characters', () => {
    expect(boundedText('abcdef', 5)).toBe('ab…')
    expect(boundedText('a😀😀', 8)).toBe('a😀…')
    expect(boundedText('a😀😀', 7)).toBe('a…')
  })

  it('never takes more than its bound', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 3, max: 80 }), (text, maxBytes) => {
        const bounded = boundedText(text, maxBytes)
        expect(Buffer.byteLength(bounded)).toBeLessThanOrEqual(maxBytes)
        expect(bounded === text || (bounded.endsWith('…') && text.startsWith(bounded.slice(0, -1)))).toBe(true)
      }),
    )
  })
})
