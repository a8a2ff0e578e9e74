import { runWidth } from '@samsa/contracts'
import type { DriverBatch, ShareDriver } from '../driver.js'
import type { ShareLimits } from '../limits/limits.js'
import { lockTimes } from '../lock/lock-times.js'
import type { Acknowledgements } from '../settlement/acknowledgements.js'
import type { Slots } from '../slots.js'
import { AcquiredBatch } from './acquired-batch.js'

/**
 * Turns a poll of the library into a batch in hand: the ids of its partitions become slots, its lock is reckoned from the moment the library had the records. Allocates per
 * batch, not per record.
 */
export function acquire(
  batch: DriverBatch,
  from: { readonly driver: ShareDriver; readonly acknowledgements: Acknowledgements },
  slots: Slots,
  limits: ShareLimits,
  nowMs: number,
): AcquiredBatch {
  const { runs } = batch
  const partitionIds = new Int32Array(runs.length / runWidth)
  for (let run = 0, at = 0; at < runs.length; run++, at += runWidth) {
    const id = runs[at]!
    partitionIds[run] = id
    runs[at] = slots.of(from.driver.partition(id)).id
  }
  return new AcquiredBatch(
    batch,
    partitionIds,
    from.acknowledgements,
    lockTimes(limits.lockMs, nowMs, batch.waitedMs),
    limits.deliveryLimit,
  )
}
