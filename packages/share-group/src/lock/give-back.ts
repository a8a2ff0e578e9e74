import type { GivenBack } from '@samsa/contracts'
import { rowStates, type AcquiredBatch } from '../delivery/acquired-batch.js'
import { acknowledgeTypes } from '../driver.js'
import type { SessionScope } from '../scope.js'
import type { CommitKind } from '../settlement/commit.js'

/**
 * Gives back what is queued of a batch, unless it is at its last delivery: a RELEASE would archive it.
 *
 * @returns what was given back, neighbours together
 */
export function giveBack(batch: AcquiredBatch, reason: GivenBack['reason'], kind: CommitKind, scope: SessionScope): GivenBack[] {
  const list: GivenBack[] = []
  if (batch.queued === 0) return list
  for (let row = 0; row < batch.columns.length; row++) {
    if (!isUnstarted(batch, row)) continue
    const run = batch.runOf(row)
    const end = batch.endOfRun(run)
    let last = row
    while (last + 1 < end && isUnstarted(batch, last + 1)) last++
    list.push(rangeOf(batch, run, row, last, reason, scope))
    typeQueued(batch, run, row, last + 1, kind, scope)
    row = last
  }
  return list
}

/** Queued rows get a RELEASE. */
export function typeQueued(batch: AcquiredBatch, run: number, start: number, end: number, kind: CommitKind, { meter }: SessionScope): void {
  batch.states.fill(rowStates.typed, start, end)
  batch.queued -= end - start
  batch.untyped -= end - start
  meter.dropped(end - start)
  batch.acknowledgements.add(kind, batch.columns.offsets, batch.partitionIds[run]!, acknowledgeTypes.release, start, end)
}

const isUnstarted = (batch: AcquiredBatch, row: number): boolean => batch.states[row] === rowStates.queued && !batch.isAtLimit(row)

function rangeOf(
  batch: AcquiredBatch,
  run: number,
  first: number,
  last: number,
  reason: GivenBack['reason'],
  { slots }: SessionScope,
): GivenBack {
  const { topic, partition } = slots.at(batch.slotOfRun(run))
  const { offsets, deliveryCounts } = batch.columns
  let deliveryCount = 0
  for (let row = first; row <= last; row++) deliveryCount = Math.max(deliveryCount, deliveryCounts[row]!)
  return {
    type: 'given-back',
    topic,
    partition,
    offset: offsets[first]!,
    lastOffset: offsets[last]!,
    records: last - first + 1,
    deliveryCount,
    reason,
  }
}
