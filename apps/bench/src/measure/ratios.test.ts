import { describe, expect, it } from '@jest/globals'

import { computeRatios } from './ratios.js'
import type { Sample } from './sample.js'
import { summarise } from './summarise.js'

const samples = (...rates: number[]): Sample[] =>
  rates.map((perSec) => ({ records: perSec, seconds: 1, cpuSeconds: perSec / 1e6, threadCpuSeconds: null, peakRssMiB: 80 }))

describe('computeRatios', () => {
  const runs = new Map([
    ['ours', samples(30, 20, 40)],
    ['theirs', samples(10, 20, 15)],
  ])

  it('divides medians and tells the spread of the rounds', () => {
    expect(computeRatios([{ of: 'ours', to: 'theirs', target: 1.5 }], runs)).toEqual([
      { of: 'ours', to: 'theirs', target: 1.5, name: 'ours / theirs', value: 2, lowest: 1, highest: 3 },
    ])
  })

  it('leaves out what did not run', () => {
    expect(computeRatios([{ of: 'ours', to: 'nobody' }], runs)).toEqual([])
  })
})

describe('summarise', () => {
  it('takes medians, and CPU for a million records', () => {
    const figures = summarise('ours', samples(1_000_000, 3_000_000, 2_000_000))
    expect(figures).toMatchObject({
      perSec: 2_000_000,
      slowest: 1_000_000,
      fastest: 3_000_000,
      cpuSeconds: 1,
      threadCpuUsPerRecord: null,
      rssMiB: 80,
    })
  })
})
