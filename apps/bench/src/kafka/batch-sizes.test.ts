import { describe, expect, it } from '@jest/globals'

import { batchSizesOf } from './batch-sizes.js'

function batch(records: number, bytes: number): Buffer {
  const head = Buffer.alloc(12 + bytes)
  head.writeInt32BE(bytes, 8)
  head.writeInt32BE(records - 1, 23)
  return head
}

describe('batchSizesOf', () => {
  it('reads the number of records of each batch, whatever its length', () => {
    expect(batchSizesOf(Buffer.concat([batch(100, 61), batch(1, 400), batch(9000, 49)]))).toEqual([100, 1, 9000])
  })

  it('ends at the end of what was written', () => {
    expect(batchSizesOf(Buffer.concat([batch(3, 80), Buffer.alloc(4096)]))).toEqual([3])
  })
})
