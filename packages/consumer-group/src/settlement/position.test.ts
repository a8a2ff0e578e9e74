import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Position } from './position.js'

describe('Position', () => {
  it('moves with each stretch that continues the prefix', () => {
    const position = new Position(10)
    expect(position.deliver(15, 5)).toBe(10)
    position.settle(10, 12, 2)
    expect(position.value).toBe(12)
    position.settle(12, 15, 3)
    expect(position.value).toBe(15)
    expect(position.isSettled).toBe(true)
  })

  it('waits for the record in front', () => {
    const position = new Position(0)
    position.deliver(3, 3)
    position.settle(1, 2, 1)
    position.settle(2, 3, 1)
    expect(position.value).toBe(0)
    expect(position.unsettled).toBe(1)
    position.settle(0, 1, 1)
    expect(position.value).toBe(3)
  })

  it('counts offsets that were never delivered to the record after them', () => {
    const position = new Position(0)
    const begin = position.deliver(100, 1)
    expect(begin).toBe(0)
    position.settle(begin, 100, 1)
    expect(position.value).toBe(100)
  })

  it('passes a tail without records once all before it is settled', () => {
    const position = new Position(0)
    position.deliver(4, 4)
    position.skip(6)
    expect(position.value).toBe(0)
    position.settle(0, 4, 4)
    expect(position.value).toBe(6)
    position.skip(6)
    position.skip(5)
    expect(position.value).toBe(6)
    expect(position.deliver(8, 1)).toBe(6)
  })

  it('refuses what was not delivered, and what was settled already', () => {
    const position = new Position(0)
    position.deliver(10, 10)
    expect(() => position.settle(0, 11, 11)).toThrow('assertion')
    position.settle(4, 6, 2)
    expect(() => position.settle(5, 7, 2)).toThrow('assertion')
    expect(() => position.settle(3, 5, 2)).toThrow('assertion')
    position.settle(0, 2, 2)
    expect(() => position.settle(1, 2, 1)).toThrow('assertion')
    expect(() => position.settle(2, 5, 3)).toThrow('assertion')
  })

  it('never passes an unsettled record and ends at the end, in any order of settling', () => {
    const gaps = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 3 }), eof: fc.boolean() }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 1000 }), fc.infiniteStream(fc.nat()), (records, start, random) => {
        const position = new Position(start)
        const open: { from: number; offset: number }[] = []
        let next = start
        const settleOne = (): void => {
          const [stretch] = open.splice(random.next().value! % open.length, 1)
          position.settle(stretch!.from, stretch!.offset + 1, 1)
          const first = open.reduce((least, one) => Math.min(least, one.from), position.deliveredTo)
          expect(position.value).toBe(first)
          expect(position.unsettled).toBe(open.length)
        }
        for (const { gap, eof } of records) {
          const offset = next + gap
          open.push({ from: position.deliver(offset + 1, 1), offset })
          next = offset + 1
          if (eof) position.skip(++next)
          if (random.next().value! % 2 === 0) settleOne()
        }
        while (open.length > 0) settleOne()
        expect(position.value).toBe(next)
        expect(position.isSettled).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
