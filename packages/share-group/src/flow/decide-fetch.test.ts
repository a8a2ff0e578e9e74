import { describe, expect, it } from '@jest/globals'
import { decideFetch, type FetchLoad } from './decide-fetch.js'

const load: FetchLoad = { queued: 0, inWork: 0, waiting: 0, armed: 0, fetchRecords: 500, workMs: 0, concurrency: 4, budgetMs: 27_000 }

describe('decideFetch', () => {
  it('lets everybody fetch while nothing is known of the work', () => {
    expect(decideFetch({ ...load, queued: 9000, armed: 5 })).toBe(true)
  })

  it('lets one fetch where nothing waits and somebody is free, however long it takes', () => {
    expect(decideFetch({ ...load, workMs: 60_000 })).toBe(true)
    expect(decideFetch({ ...load, workMs: 60_000, armed: 1 })).toBe(false)
    expect(decideFetch({ ...load, workMs: 60_000, queued: 1 })).toBe(false)
    expect(decideFetch({ ...load, workMs: 60_000, inWork: 3 })).toBe(true)
    expect(decideFetch({ ...load, workMs: 60_000, inWork: 4 })).toBe(false)
  })

  it.each([
    [400, 0, true],
    [401, 0, false],
    [0, 0, true],
    [0, 1, false],
  ])('%d in hand and %d on their way, of 900 that fit', (queued, armed, may) => {
    expect(decideFetch({ ...load, workMs: 120, queued, armed })).toBe(may)
  })
})
