import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { orderRows } from './row-order.js'

describe('orderRows', () => {
  it('leaves rows as they are where none has to come first', () => {
    expect(orderRows(Int16Array.of(1, 1, 1))).toBeNull()
    expect(orderRows(Int16Array.of(3, 2, 2, 1))).toBeNull()
    expect(orderRows(Int16Array.of())).toBeNull()
  })

  it('puts high counts first, equal ones as they came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 50 }), (counts) => {
        const rows = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b)
        expect([...(orderRows(Int16Array.from(counts)) ?? counts.keys())]).toEqual(rows)
      }),
    )
  })
})
