import { describe, expect, it } from '@jest/globals'
import { runWidth, spanWidth, systemClock } from '@samsa/contracts'
import fc from 'fast-check'
import type { DriverBatch, GroupDriver } from '../driver.js'
import { Slots } from '../slots.js'
import { deliver } from './delivery.js'

let queueIds = 0
const driver = { openQueue: () => queueIds++, hold: () => {}, release: () => {} } as unknown as GroupDriver

function batchOf(...runs: [queue: number, ...offsets: number[]][]): DriverBatch {
  const offsets = runs.flatMap(([, ...list]) => list)
  const columns: number[] = []
  let start = 0
  for (const [queue, ...list] of runs) {
    columns.push(queue, start, list.length)
    start += list.length
  }
  return {
    length: offsets.length,
    bytes: new Uint8Array(),
    offsets: Float64Array.from(offsets),
    timestamps: Float64Array.from(offsets, (offset) => offset * 10),
    spans: Int32Array.from({ length: offsets.length * spanWidth }, (_, i) => Math.floor(i / spanWidth)),
    runs: Int32Array.from(columns),
    pendingEvents: false,
  }
}

function setUp(partitions: number) {
  queueIds = 0
  const slots = new Slots()
  const queues = Array.from({ length: partitions }, (_, partition) => slots.open(driver, { topic: 't', partition }))
  for (const queue of queues) slots.add(queue, 0, null)
  return { slots, queues }
}

describe('deliver', () => {
  it('names slots, and begins each run where the one before it ended', () => {
    const { slots, queues } = setUp(2)
    slots.add(queues[1]!, 5, null)
    const first = deliver(batchOf([0, 0, 1], [1, 7, 9]), slots, systemClock)!
    expect([...first.runs]).toEqual([0, 0, 2, 2, 2, 2])
    expect([...first.begins]).toEqual([0, 5])
    const second = deliver(batchOf([1, 12]), slots, systemClock)!
    expect([...second.begins]).toEqual([10])
  })

  it('leaves out what has no live slot, is being revoked or moved, or was seen before', () => {
    const { slots, queues } = setUp(5)
    slots.kill(slots.at(0), driver)
    slots.at(1).isRevoking = true
    queues[2]!.isMoving = true
    deliver(batchOf([3, 0, 1, 2]), slots, systemClock)
    const batch = deliver(batchOf([0, 0], [1, 0], [2, 0], [3, 1, 2, 3], [4, 8]), slots, systemClock)!
    expect(batch.length).toBe(2)
    expect([...batch.runs]).toEqual([3, 0, 1, 4, 1, 1])
    expect([...batch.offsets]).toEqual([3, 8])
    expect([...batch.timestamps]).toEqual([30, 80])
    expect(batch.spans[0]).toBe(5)
    expect(deliver(batchOf([0, 5]), slots, systemClock)).toBeNull()
  })

  it('finds the run of every record, in any order of asking', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        (counts, random) => {
          const { slots } = setUp(counts.length)
          const batch = deliver(
            batchOf(...counts.map((count, queue) => [queue, ...Array.from({ length: count }, (_, i) => i)] as [number, ...number[]])),
            slots,
            systemClock,
          )!
          for (let asked = 0; asked < 30; asked++) {
            const record = random.next().value! % batch.length
            const run = batch.runOf(record)
            const start = batch.runs[run * runWidth + 1]!
            expect(record >= start && record < start + batch.runs[run * runWidth + 2]!).toBe(true)
            expect(batch.beginOf(run, record)).toBe(batch.offsets[record])
          }
          expect(() => batch.runOf(batch.length)).toThrow('assertion')
        },
      ),
    )
  })
})
