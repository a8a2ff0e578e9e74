import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildColumns } from '../testing/build-columns.js'
import { BatchLedger, type DoneSegment } from './batch-ledger.js'
import type { CallVerdict } from './call-verdict.js'

const done: CallVerdict = { type: 'done' }
const records = Array.from({ length: 12 }, (_one, offset) => ({ offset, key: null, value: 'x', headers: [], timestamp: 0 }))
const columns = buildColumns([{ slot: 0, records }], 0)
// two runs of one slot that lie side by side must not be settled as one
const segments = [
  { columns, start: 0, end: 5 },
  { columns, start: 5, end: 6 },
  { columns, start: 8, end: 12 },
]
const rows = [0, 1, 2, 3, 4, 5, 8, 9, 10, 11]
const spans = (given: readonly DoneSegment[]): readonly string[] => given.map(({ start, end }) => `${start}-${end}`)

describe('a ledger of a batch', () => {
  it('hands out neighbours together, in order, as they were settled in whatever order, and never across segments', () => {
    const ledger = new BatchLedger(segments)
    for (const index of [9, 1, 0, 5, 4, 7, 8, 2]) ledger.set(index, done, columns, rows[index] as number)
    expect([spans(ledger.takeDone()), ledger.takeDone()]).toEqual([['0-3', '4-5', '5-6', '9-12'], []])
    expect(spans(ledger.end(done).done)).toEqual(['3-4', '8-9'])
  })

  it('hands out each record once, or as failed, whenever it is asked', () => {
    const step = fc.record({ index: fc.integer({ min: 0, max: 9 }), fails: fc.boolean(), asks: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.boolean(), (steps, restFails) => {
        const failed = (): CallVerdict => ({
          type: 'failed',
          failure: { cause: 'thrown', reason: 'no', error: null, thrown: null, afterMs: null },
        })
        const ledger = new BatchLedger(segments)
        const out: DoneSegment[] = []
        const own = new Set<number>()
        for (const { index, fails, asks } of steps) {
          if (!ledger.has(index)) ledger.set(index, fails ? failed() : done, columns, rows[index] as number)
          if (fails && !out.some(({ start, end }) => start <= (rows[index] as number) && (rows[index] as number) < end)) own.add(index)
          if (asks) out.push(...ledger.takeDone())
        }
        const end = ledger.end(restFails ? failed() : done)
        const all = [...out, ...end.done, ...end.failed]
        const seen = all.flatMap(({ start, end: to }) => Array.from({ length: to - start }, (_one, index) => start + index))
        expect(seen.toSorted((one, other) => one - other)).toEqual(rows)
        for (const segment of end.failed.filter((one) => one.own)) expect(own.has(rows.indexOf(segment.start))).toBe(true)
      }),
    )
  })
})
