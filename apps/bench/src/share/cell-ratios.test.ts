import { describe, expect, it } from '@jest/globals'

import type { Sample } from '../measure/sample.js'
import { cellRatios } from './cell-ratios.js'

const samples = (...rates: number[]): Sample[] =>
  rates.map((perSec) => ({ records: perSec, seconds: 1, cpuSeconds: 1, threadCpuSeconds: null, peakRssMiB: 80 }))
const failures = new Map<string, string>()

describe('cellRatios', () => {
  it('compares with Java, with the target of this size of batch', () => {
    const runs = new Map([
      ['share', samples(300, 400, 500)],
      ['java', samples(100, 100, 100)],
    ])
    const ratios = cellRatios({ cell: { handler: 'noop', inWork: 64, batchRecords: 9000 }, runs, failures }, { processes: [1], workMs: 20 })
    expect(ratios).toEqual([{ of: 'share', to: 'java', target: 3, name: 'share / java', value: 4, lowest: 3, highest: 5 }])
  })

  it('compares with all lanes always in work, and two processes with one', () => {
    const runs = new Map([
      ['share', samples(3000, 3100, 2900)],
      ['share ×2', samples(6000, 6000, 6000)],
    ])
    const ratios = cellRatios(
      { cell: { handler: 'wait', inWork: 64, batchRecords: 100 }, runs, failures },
      { processes: [1, 2], workMs: 20 },
    )
    expect(ratios.map(({ name, value, target }) => `${name} ${value} ${target}`)).toEqual([
      'share ×2 / share 2 1.8',
      'share / ideal (3200/s) 0.94 0.9',
      'share ×2 / ideal (6400/s) 0.94 0.9',
    ])
  })
})
