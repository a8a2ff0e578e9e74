import { describe, expect, it } from '@jest/globals'
import { budgetOf, leadOf, lockTimes, marginOf } from './lock-times.js'

describe('lockTimes', () => {
  it('keeps a margin of a tenth, at most two seconds', () => {
    expect([1000, 15_000, 30_000, 60_000].map(marginOf)).toEqual([100, 1500, 2000, 2000])
    expect(budgetOf(1000)).toBe(900)
  })

  it('begins nothing that would be cut short', () => {
    expect([null, 20, 5000].map((recordMs) => leadOf(30_000, recordMs))).toEqual([0, 40, 2000])
  })

  it('begins when the library had the records', () => {
    expect(lockTimes(30_000, 1000, 400)).toEqual({ lockMs: 30_000, expiringAtMs: 28_600, expiresAtMs: 30_600 })
  })
})
