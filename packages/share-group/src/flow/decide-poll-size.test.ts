import { describe, expect, it } from '@jest/globals'
import { decidePollSize, isWorthReplacing } from './decide-poll-size.js'

const size = (concurrency: number, workMs: number | null, members = 2): number =>
  decidePollSize({ concurrency, workMs, budgetMs: 27_000, members })

describe('decidePollSize', () => {
  it('is a multiple of the concurrency near 500, and at least the concurrency', () => {
    expect([1, 10, 64, 300, 600].map((concurrency) => size(concurrency, null))).toEqual([50, 500, 448, 300, 600])
    expect(size(10, 20)).toBe(500)
  })

  it('is smaller where all members together would fill more than half a lock', () => {
    expect(size(10, 200, 8)).toBe(80)
    expect(size(10, 100_000)).toBe(10)
  })

  it('is done within two seconds', () => {
    expect(size(2, 20)).toBe(200)
    expect(size(10, 1000)).toBe(20)
  })

  it('is larger where work takes next to nothing', () => {
    expect(size(10, 0.001)).toBe(2000)
    expect(size(10, 0)).toBe(2000)
  })
})

describe('isWorthReplacing', () => {
  it('is not for small differences, and larger only where polls come full', () => {
    expect(isWorthReplacing(500, 260, 500)).toBe(false)
    expect(isWorthReplacing(500, 250, 1)).toBe(true)
    expect(isWorthReplacing(500, 2000, 399)).toBe(false)
    expect(isWorthReplacing(500, 2000, 400)).toBe(true)
  })
})
