import { describe, expect, it } from '@jest/globals'
import { Tally } from '../services/tally.js'
import { summaryTable } from './summary-table.js'

describe('summaryTable', () => {
  it('aligns the counts of each group, by name, and says why its dead letters are some', () => {
    const tally = new Tally()
    tally.released('thumbnails', 'image-7 is not uploaded yet')
    tally.rejected('thumbnails', 'image-20 is no picture')
    tally.begun('thumbnails', 2)
    tally.handled('thumbnails', 2, 'image-7 is now 1200 wide')
    for (const attempt of [1, 2, 3]) tally.begun('billing', attempt)
    tally.failed('billing', 'out of order')
    tally.handled('billing', 3, 'charged order-10', 12)
    tally.deadLettered('billing', 'needs a person')
    tally.deadLettered('billing', 'CardRefused')
    tally.deadLettered('billing', 'CardRefused')
    expect(summaryTable(tally.counts, () => 5)).toEqual([
      'group       handled  per s  retried  recovered  released  rejected  dead  last',
      'billing          12      5        2         12                         3  charged order-10, at attempt 3',
      'thumbnails        1      5        1          1         1         1        image-7 is now 1200 wide, at attempt 2',
      'dead letters of billing: 2 CardRefused, 1 needs a person',
    ])
  })
})
