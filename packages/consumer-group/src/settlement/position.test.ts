import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Position } from './position.js'

/** Numbers from 0 up to a bound, the same for the same seed. */
const randomFrom = (seed: number) => {
  let state = seed
  return (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 16) % bound
  }
}

const runs = Number(process.env['SAMSA_INTERLEAVINGS'] ?? 500)

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
    // offsets left out before the record, and whether the end of the partition is reported behind it; plain numbers, because a million runs are made of them
    const records = fc.array(fc.nat(7), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(records, fc.nat(1000), fc.nat(), (gaps, start, seed) => {
        const random = randomFrom(seed)
        const position = new Position(start)
        const open: { from: number; offset: number }[] = []
        let next = start
        const settleOne = (): void => {
          const [stretch] = open.splice(random(open.length), 1)
          position.settle(stretch!.from, stretch!.offset + 1, 1)
          const first = open.reduce((least, one) => Math.min(least, one.from), position.deliveredTo)
          if (position.value === first && position.unsettled === open.length) return
          throw new Error(`stands at ${position.value} of ${first} with ${position.unsettled} of ${open.length} unsettled`)
        }
        for (const gap of gaps) {
          const offset = next + (gap & 3)
          open.push({ from: position.deliver(offset + 1, 1), offset })
          next = offset + 1
          if (gap > 3) position.skip(++next)
          if (random(2) === 0) settleOne()
        }
        while (open.length > 0) settleOne()
        return position.value === next && position.isSettled
      }),
      { numRuns: runs },
    )
  })
})
