import { describe, expect, it } from '@jest/globals'
import { decideLend } from './decide-lend.js'

const load = { waitsMs: 5000, queued: 0, inWork: 1, concurrency: 2, isAnotherIdle: true, heartbeatMs: 5000 }

describe('decideLend', () => {
  it('lends partitions to a member that is free, once a slow record has held them up for longer than they take to move', () => {
    expect(decideLend(load)).toBe(true)
    expect(decideLend({ ...load, waitsMs: 4999 })).toBe(false)
    expect(decideLend({ ...load, waitsMs: 999, heartbeatMs: 500 })).toBe(false)
  })

  it('keeps them where nobody could work on more', () => {
    expect(decideLend({ ...load, isAnotherIdle: false })).toBe(false)
    expect(decideLend({ ...load, inWork: 2 })).toBe(false)
    expect(decideLend({ ...load, queued: 1 })).toBe(false)
  })
})
