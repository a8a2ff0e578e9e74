import { describe, expect, it } from '@jest/globals'

import type { MemberReport } from '../program/share/share-job.js'
import { combineReports } from './combine-reports.js'

const report = (timeline: number[]): MemberReport => ({
  handled: timeline.at(-1) ?? 0,
  counts: [],
  offsetSum: 0,
  timeline,
  cpuSeconds: 2,
  threadCpuSeconds: 1,
  peakRssMiB: 80,
  troubles: [],
  notes: [],
})

describe('combineReports', () => {
  it('takes one process from its first record to its last', () => {
    expect(combineReports([report([1000, 0, 1500, 600, 3000, 1000])])).toEqual({
      records: 1000,
      seconds: 2,
      cpuSeconds: 2,
      threadCpuSeconds: 1,
      peakRssMiB: 80,
    })
  })

  it('begins when the last of several has begun, without what was handled before', () => {
    const combined = combineReports([report([1000, 0, 2000, 400, 3000, 500]), report([1500, 0, 4000, 300])])
    expect(combined).toMatchObject({ records: 600, seconds: 2.5, cpuSeconds: 3, peakRssMiB: 160 })
  })

  it('leaves out one that got nothing', () => {
    expect(combineReports([report([1000, 0, 2000, 400]), report([])])).toMatchObject({ records: 400, seconds: 1, peakRssMiB: 160 })
  })

  it('takes one that was through before another began for nothing', () => {
    expect(combineReports([report([1000, 0, 2000, 400]), report([2500, 0, 3500, 100])])).toMatchObject({ records: 100, seconds: 1 })
  })
})
