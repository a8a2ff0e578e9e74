import type { BrokenRecord, GivenBack } from '@samsa/contracts'
import type { GroupEvents } from '../events/group-events.js'

const givenBackReasons: Readonly<Record<GivenBack['reason'], string>> = {
  'lock-end': 'its lock would have ended before it could be started',
  'stop': 'the worker starts nothing more',
}

/** Tells of records that an engine gave back before anybody started them. */
export function tellGivenBack(events: GroupEvents, back: GivenBack): void {
  const { topic, partition, offset, lastOffset, records, deliveryCount, reason } = back
  events.record('record.released', { topic, partition }, offset, {
    deliveryCount,
    cause: 'not-started',
    reason: givenBackReasons[reason],
    error: null,
    records,
    lastOffset,
  })
}

/** Tells of a record that could not be read and was settled by the engine. */
export function tellBroken(events: GroupEvents, broken: BrokenRecord): void {
  const { topic, partition, offset, deliveryCount, as, error } = broken
  const reason = `the record could not be read: ${error.message}`
  if (as === 'reject') return events.record('record.rejected', { topic, partition }, offset, { deliveryCount, reason })
  events.record('record.released', { topic, partition }, offset, {
    deliveryCount,
    cause: 'broken',
    reason,
    error,
    records: 1,
    lastOffset: offset,
  })
}
