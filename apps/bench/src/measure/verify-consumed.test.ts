import { describe, expect, it } from '@jest/globals'

import type { ConsumeJob, ConsumeReport } from '../program/consume-job.js'
import { verifyConsumed } from './verify-consumed.js'

const filled = { topic: 'bench', partitions: 2, records: 8, valueBytes: 100 }
const job: ConsumeJob = { bootstrap: 'b', topic: 'bench', partitions: 2, groupId: 'g', records: 8, handler: 'json' }
// Ids 0..7: partition 0 holds 0 2 4 6, partition 1 holds 1 3 5 7.
const report: ConsumeReport = {
  records: 8,
  seconds: 1,
  cpuSeconds: 1,
  threadCpuSeconds: 1,
  peakRssMiB: 1,
  counts: [4, 4],
  offsetSum: 12,
  contentSum: 28,
}

describe('verifyConsumed', () => {
  it('believes a report whose sums are right, of a part as well', () => {
    verifyConsumed(job, report, filled)
    verifyConsumed({ ...job, records: 3 }, { ...report, records: 3, counts: [1, 2], offsetSum: 1, contentSum: 4 }, filled)
    verifyConsumed({ ...job, handler: 'value' }, { ...report, contentSum: 800 }, filled)
    verifyConsumed({ ...job, handler: 'noop' }, { ...report, contentSum: 0 }, filled)
  })

  it.each([
    ['too few', { records: 7 }, 'sum of records is 7, not 8'],
    ['a count that does not add up', { counts: [4, 3] }, 'records by partition'],
    ['an offset twice', { offsetSum: 11 }, 'sum of offsets is 11, not 12'],
    ['wrong values', { contentSum: 27 }, 'json content'],
    ['more than there are', { counts: [5, 3] }, '5 records of partition 0'],
  ])('refuses %s', (_what, wrong, message) => {
    expect(() => verifyConsumed(job, { ...report, ...wrong }, filled)).toThrow(message)
  })
})
