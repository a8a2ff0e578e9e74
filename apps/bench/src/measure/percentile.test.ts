import { describe, expect, it } from '@jest/globals'

import { percentile } from './percentile.js'

describe('percentile', () => {
  it('is the value that so many do not exceed', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i)
    expect(percentile(values, 50)).toBe(50)
    expect(percentile(values, 99)).toBe(99)
    expect(percentile([7], 99)).toBe(7)
  })

  it('refuses nothing', () => {
    expect(() => percentile([], 50)).toThrow(RangeError)
  })
})
