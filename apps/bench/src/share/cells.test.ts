import { describe, expect, it } from '@jest/globals'

import { cellsOf, recordsOf } from './cells.js'

const options = { records: 1_000_000, waitSeconds: 5, workMs: 20, partitions: 4 }

describe('cellsOf', () => {
  it('has one for each size of batch, and for each number in work where the handler waits', () => {
    const cells = cellsOf({ handlers: ['noop', 'wait'], inWork: [1, 64], batches: [1, 100], workMs: 20 })
    expect(cells.map(({ handler, inWork, batchRecords }) => `${handler} ${inWork} ${batchRecords}`)).toEqual([
      'noop 64 1',
      'noop 64 100',
      'wait 1 1',
      'wait 1 100',
      'wait 64 1',
      'wait 64 100',
    ])
  })

  it('leaves out batches that take longer than a lock may be held', () => {
    const cells = cellsOf({ handlers: ['wait'], inWork: [1, 8, 64], batches: [9000], workMs: 20 })
    expect(cells).toEqual([{ handler: 'wait', inWork: 64, batchRecords: 9000 }])
  })
})

describe('recordsOf', () => {
  it('takes whole batches, evenly over the partitions', () => {
    expect(recordsOf({ handler: 'noop', inWork: 64, batchRecords: 9000 }, 1, options)).toBe(1_008_000)
    expect(recordsOf({ handler: 'noop', inWork: 64, batchRecords: 1 }, 1, options)).toBe(200_000)
  })

  it('takes what the processes can do in the time where the handler waits', () => {
    expect(recordsOf({ handler: 'wait', inWork: 64, batchRecords: 1 }, 1, options)).toBe(16_000)
    expect(recordsOf({ handler: 'wait', inWork: 64, batchRecords: 1 }, 2, options)).toBe(32_000)
    expect(recordsOf({ handler: 'wait', inWork: 1, batchRecords: 100 }, 1, options)).toBe(400)
  })
})
