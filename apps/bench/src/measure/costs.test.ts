import { describe, expect, it } from '@jest/globals'

import { computeCosts } from './costs.js'
import type { Sample } from './sample.js'

const samples = (...threadCpuSeconds: (number | null)[]): Sample[] =>
  threadCpuSeconds.map((seconds) => ({ records: 10, seconds: 1, cpuSeconds: 1, threadCpuSeconds: seconds, peakRssMiB: 80 }))

describe('computeCosts', () => {
  const runs = new Map([
    ['with', samples(1, 4, 3, 8, 6)],
    ['without', samples(1, 2, 3, 4, 4)],
    ['untold', samples(null, null)],
  ])

  it('takes the median of the ratios of each round, with the middle half of them beside', () => {
    expect(computeCosts([{ of: 'with', to: 'without', target: 1 }], runs)).toEqual([
      { of: 'with', to: 'without', target: 1, name: 'with / without', value: 1.5, lowerQuarter: 1, upperQuarter: 2, rounds: 5 },
    ])
  })

  it('is about a record, however many of them each had', () => {
    const fewer = new Map([...runs, ['without', samples(1, 2, 3, 4, 4).map((one) => ({ ...one, records: 5 }))]])
    expect(computeCosts([{ of: 'with', to: 'without' }], fewer)).toMatchObject([{ value: 0.75 }])
  })

  it('leaves out what did not run, and what the platform does not tell', () => {
    expect(computeCosts([{ of: 'with', to: 'nobody' }], runs)).toEqual([])
    expect(computeCosts([{ of: 'with', to: 'untold' }], runs)).toEqual([])
  })
})
