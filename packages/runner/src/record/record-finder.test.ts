import { describe, expect, it } from '@jest/globals'
import { topic } from '@samsa/contracts'
import { buildColumns } from '../testing/build-columns.js'
import type { SourcedSegment } from './batch-segment.js'
import { RecordFinder } from './record-finder.js'

const serdes = topic('orders')
const sourceOf = (name: string, partition: number) => ({ topic: name, partition, key: serdes.key, value: serdes.value })

/** A segment with these offsets. */
function segment(name: string, partition: number, ...offsets: readonly number[]): SourcedSegment {
  const records = offsets.map((offset) => ({ offset, key: null, value: 'x', headers: [], timestamp: 0 }))
  return { source: sourceOf(name, partition), columns: buildColumns([{ slot: 0, records }], 0), start: 0, end: offsets.length }
}

describe('finding records of a batch', () => {
  const segments = [
    segment('orders', 1, 7, 8, 20),
    segment('orders', 0, 1, 5, 9),
    { ...segment('orders', 0, 2, 3, 4), start: 1 },
    segment('bills', 1, 8),
  ]
  const finder = new RecordFinder(segments)

  it('finds each by its coordinates, also where segments of a partition lie within one another', () => {
    let index = 0
    for (const one of segments) {
      for (let row = one.start; row < one.end; row++, index++) {
        const offset = one.columns.offsets[row] as number
        expect(finder.find({ topic: one.source.topic, partition: one.source.partition, offset })).toBe(true)
        expect([finder.segment, finder.row, finder.index]).toEqual([one, row, index])
      }
    }
  })

  it('finds nothing else', () => {
    for (const [name, partition, offset] of [
      ['orders', 0, 2],
      ['orders', 0, 10],
      ['orders', 2, 7],
      ['bills', 0, 8],
      ['a', 0, 0],
      ['z', 0, 0],
    ] as const)
      expect([name, partition, offset, finder.find({ topic: name, partition, offset })]).toEqual([name, partition, offset, false])
    expect(new RecordFinder([]).find({ topic: 'orders', partition: 0, offset: 0 })).toBe(false)
  })
})
