import { describe, expect, it } from '@jest/globals'

import type { MemberReport, ShareJob } from '../program/share/share-job.js'
import { verifyAcknowledged, verifyCommitted, verifyRun } from './verify-run.js'

const job: ShareJob = { bootstrap: 'b', topic: 't', partitions: 2, groupId: 'g', records: 6, workMs: 0, inWork: 1 }
const report = (counts: readonly number[], offsetSum: number, troubles: readonly string[] = []): MemberReport => ({
  handled: 0,
  counts,
  offsetSum,
  timeline: [],
  cpuSeconds: 1,
  threadCpuSeconds: 1,
  peakRssMiB: 1,
  troubles,
  notes: [],
})

describe('verifyRun', () => {
  it('believes processes whose counts and offsets add up', () => {
    // offsets 0 2 of both partitions here, 1 of both there
    expect(verifyRun(job, [report([2, 2], 4), report([1, 1], 2)], true)).toEqual([3, 3])
  })

  it('takes more than was asked for where the topic holds more', () => {
    expect(verifyRun({ ...job, records: 3 }, [report([3, 1], 3)], false)).toEqual([3, 1])
  })

  it.each([
    ['too few', [report([3, 2], 4)], '5 were handled of 6'],
    ['too many', [report([4, 3], 9)], '7 were handled of 6'],
    ['an offset twice', [report([3, 3], 5)], 'sum of offsets is 5, not 6'],
    ['a fault', [report([3, 3], 6, ['2 × settlement.lost'])], '2 × settlement.lost'],
  ])('refuses %s', (_what, reports, message) => {
    expect(() => verifyRun(job, reports, true)).toThrow(message)
  })
})

describe('verifyAcknowledged', () => {
  it('wants nothing left of any partition', () => {
    verifyAcknowledged([0, 0], 2)
    expect(() => verifyAcknowledged([0, 3], 2)).toThrow('Partition 1: 3 records are not acknowledged')
    expect(() => verifyAcknowledged([0], 2)).toThrow('Partition 1: nobody knows')
  })
})

describe('verifyCommitted', () => {
  it('wants every record that was handled committed', () => {
    verifyCommitted([3, 3], [3, 3])
    expect(() => verifyCommitted([3, 2], [3, 3])).toThrow('Partition 1: 3 records were handled, 2 are committed')
  })
})
