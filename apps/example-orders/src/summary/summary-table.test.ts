import { describe, expect, it } from '@jest/globals'
import { Tally } from '../services/tally.js'
import { summaryTable } from './summary-table.js'

describe('summaryTable', () => {
  it('aligns the counts of each group, by name; only what releases and rejects has numbers there', () => {
    const tally = new Tally()
    tally.released('thumbnails', 'image-7 is not uploaded yet')
    tally.rejected('thumbnails', 'image-20 is no picture')
    tally.handled('thumbnails', 2, 'image-7 is now 1200 wide')
    tally.failed('billing', 'out of order')
    tally.handled('billing', 3, 'charged order-10', 12)
    expect(summaryTable(tally.counts, () => 5)).toEqual([
      'group       handled  per s  failed  recovered  released  rejected  last',
      'billing          12      5       1         12                      charged order-10, at attempt 3',
      'thumbnails        1      5       0          1         1         1  image-7 is now 1200 wide, at attempt 2',
    ])
  })
})
