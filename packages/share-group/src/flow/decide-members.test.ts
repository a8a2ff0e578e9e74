import { describe, expect, it } from '@jest/globals'
import { decideMembers, firstMembers } from './decide-members.js'

const calm = { wanted: null, members: 2, gatedShare: 0, idleMs: 0 }

describe('decideMembers', () => {
  it('begins with two, or with what the user wants, and stays there', () => {
    expect([firstMembers(null), firstMembers(1), firstMembers(12)]).toEqual([2, 1, 12])
    expect(decideMembers(calm)).toBe(2)
    expect(decideMembers({ ...calm, wanted: 5, gatedShare: 1 })).toBe(5)
  })

  it('takes one more where all wait for records in work, up to eight', () => {
    expect(decideMembers({ ...calm, gatedShare: 0.5 })).toBe(3)
    expect(decideMembers({ ...calm, gatedShare: 0.05 })).toBe(2)
    expect(decideMembers({ ...calm, members: 8, gatedShare: 1 })).toBe(8)
  })

  it('lets one go that had nothing for a minute, and fills up what was lost', () => {
    expect(decideMembers({ ...calm, members: 3, idleMs: 60_000 })).toBe(2)
    expect(decideMembers({ ...calm, idleMs: 60_000 })).toBe(2)
    expect(decideMembers({ ...calm, members: 1 })).toBe(2)
  })
})
