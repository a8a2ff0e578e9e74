import { describe, expect, it } from '@jest/globals'
import type { AcquiredBatch } from '../delivery/acquired-batch.js'
import { TakenBatch } from '../delivery/taken-batch.js'
import { WorkMeter } from './work-meter.js'

const acquired = { columns: {}, lock: {} } as AcquiredBatch
/** A meter and what was taken of one poll, at 0. */
function metered(records: number, concurrency: number) {
  const meter = new WorkMeter(concurrency)
  meter.acquired(records, 0)
  const taken = new TakenBatch(acquired, Int32Array.of(0, 0, records), records, 0)
  meter.taken(records, 0)
  const doing = (row: number, what: 'working' | 'waiting' | 'held', nowMs: number): void => meter.doing(taken, row, row + 1, what, nowMs)
  const settle = (row: number, nowMs: number): void => {
    if (taken.interrupted === null) meter.settled(taken, 1, nowMs)
    else meter.settledEach(taken, taken.interrupted, row, row + 1, nowMs)
  }
  return { meter, taken, doing, settle }
}

describe('WorkMeter', () => {
  it('counts as working time what runs took, not the wait between them', () => {
    const { meter, doing, settle } = metered(1, 1)
    doing(0, 'waiting', 20)
    expect([meter.inWork, meter.waiting, meter.recordMs, meter.workMs(9000)]).toEqual([0, 1, null, 0])
    doing(0, 'working', 10_000)
    expect([meter.inWork, meter.waiting, meter.workMs(10_005)]).toEqual([1, 0, 5])
    settle(0, 10_030)
    expect([meter.recordMs, meter.inWork, meter.waiting, meter.ended]).toEqual([50, 0, 0, 1])
  })

  it('counts what is held as in work, and not its time', () => {
    const { meter, doing, settle } = metered(1, 1)
    doing(0, 'held', 20)
    expect([meter.inWork, meter.workMs(5000)]).toEqual([1, 5000])
    doing(0, 'working', 5000)
    doing(0, 'held', 5010)
    settle(0, 9000)
    expect([meter.recordMs, meter.inWork]).toEqual([30, 0])
  })

  it('measures the neighbours of a record that waits as ever', () => {
    const { meter, doing, settle } = metered(3, 3)
    doing(1, 'waiting', 10)
    settle(0, 40)
    expect(meter.recordMs).toBe(40)
    settle(1, 50)
    expect([meter.inWork, meter.waiting, meter.ended]).toEqual([1, 0, 2])
    settle(2, 40)
    expect([meter.inWork, meter.waiting, meter.ended]).toEqual([0, 0, 3])
  })

  it('says the same twice without harm', () => {
    const { meter, doing, settle } = metered(2, 2)
    doing(0, 'waiting', 10)
    doing(0, 'waiting', 30)
    doing(1, 'working', 30)
    expect([meter.inWork, meter.waiting]).toEqual([1, 1])
    settle(0, 90)
    settle(1, 60)
    expect([meter.inWork, meter.waiting]).toEqual([0, 0])
  })
})
