import { runWidth, type Clock } from '@samsa/contracts'
import type { DriverBatch } from '../driver.js'
import type { Slots } from '../slots.js'
import { DeliveredBatch } from './delivered-batch.js'
import { keepRuns } from './keep-runs.js'

/**
 * Turns a poll of the library into columns of the port: queue ids become slots, positions learn what was delivered, and what belongs to no live slot, or lies
 * before what its slot has already seen, is left out. Allocates per batch, not per record.
 *
 * @returns `null` where nothing of the poll may be delivered
 */
export function deliver(batch: DriverBatch, slots: Slots, clock: Clock): DeliveredBatch | null {
  const kept = isDeliverable(batch, slots) ? batch : keepRuns(batch, deliverableRuns(batch, slots))
  if (kept.length === 0) return null
  const { runs, offsets } = kept
  const begins = new Float64Array(runs.length / runWidth)
  for (let run = 0, at = 0; at < runs.length; run++, at += runWidth) {
    const slot = slots.queue(runs[at]!)!.slot!
    const count = runs[at + 2]!
    begins[run] = slot.position.deliver(offsets[runs[at + 1]! + count - 1]! + 1, count)
    runs[at] = slot.id
  }
  return new DeliveredBatch(kept, begins, clock.now())
}

function isDeliverable(batch: DriverBatch, slots: Slots): boolean {
  const { runs, offsets } = batch
  for (let at = 0; at < runs.length; at += runWidth) {
    const queue = slots.queue(runs[at]!)
    if (queue === undefined || !queue.isDelivering || offsets[runs[at + 1]!]! < queue.slot!.position.deliveredTo) return false
  }
  return true
}

function deliverableRuns(batch: DriverBatch, slots: Slots): Int32Array {
  const kept: number[] = []
  for (let at = 0; at < batch.runs.length; at += runWidth) {
    const queue = slots.queue(batch.runs[at]!)
    if (queue === undefined || !queue.isDelivering) continue
    let start = batch.runs[at + 1]!
    const end = start + batch.runs[at + 2]!
    while (start < end && batch.offsets[start]! < queue.slot!.position.deliveredTo) start++
    if (start < end) kept.push(queue.id, start, end - start)
  }
  return Int32Array.from(kept)
}
