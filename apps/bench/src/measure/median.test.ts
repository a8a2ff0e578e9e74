import { describe, expect, it } from '@jest/globals'

import { median } from './median.js'

describe('median', () => {
  it('is the middle one, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5)
  })

  it('is the mean of the two in the middle', () => {
    expect(median([4, 1, 100, 2])).toBe(3)
  })

  it('refuses nothing', () => {
    expect(() => median([])).toThrow(RangeError)
  })
})
