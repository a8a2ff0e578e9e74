import { describe, expect, it } from '@jest/globals'
import { findGrowth, formatGrowth } from './growth.js'
import type { Usage } from './usage.js'

const samples = (count: number, at: (index: number) => Partial<Usage>): Usage[] =>
  Array.from({ length: count }, (_, index) => ({ threads: 10, files: 20, rssMiB: 100, ...at(index) }))

describe('findGrowth', () => {
  it('finds what grows all the time', () => {
    expect(findGrowth(samples(40, (index) => ({ threads: 10 + index }))).problems).toEqual(['threads grew from 25 to 45'])
    expect(findGrowth(samples(40, (index) => ({ files: 20 + index, rssMiB: 100 + 3 * index }))).problems).toEqual([
      'files grew from 35 to 55',
      'rssMiB grew from 145 to 205',
    ])
  })

  it('does not mind the warm-up, nor a single high sample', () => {
    const growth = findGrowth(samples(16, (index) => ({ rssMiB: index < 4 ? 20 : 200, threads: index === 15 ? 90 : 10 })))
    expect(growth.problems).toEqual([])
    expect(formatGrowth(growth)).toBe('threads 10 to 10, files 20 to 20, rssMiB 200 to 200')
  })

  it('refuses to judge by a few samples', () => {
    expect(() => findGrowth(samples(7, () => ({})))).toThrow('too few')
  })
})
