import type { EventMap, EventName } from '@samsa/contracts'
import type { Emitter } from '../events/emitter.js'

/** An event that was told. */
export interface RecordedEvent {
  readonly name: EventName
  readonly event: EventMap[EventName]
}

/** Every event except `record.handled`, which costs the loop its speed while somebody listens. The object keeps the list complete. */
const names = Object.keys({
  'record.retried': 1,
  'record.skipped': 1,
  'record.dead-lettered': 1,
  'record.released': 1,
  'record.rejected': 1,
  'record.starved': 1,
  'record.exhausted': 1,
  'lease.expired': 1,
  'lease.overcommitted': 1,
  'settlement.lost': 1,
  'settlement.unknown': 1,
  'settlement.dropped': 1,
  'partition.assigned': 1,
  'partition.revoked': 1,
  'partition.lost': 1,
  'position.moved': 1,
  'commit.failed': 1,
  'handler.late': 1,
  'handler.stuck': 1,
  'hook.failed': 1,
  'group.failed': 1,
  'group.joined': 1,
  'group.protocol-chosen': 1,
  'group.troubled': 1,
  'worker.state': 1,
  'send.unanswered': 1,
  'dead-letter.failed': 1,
  'policy.failed': 1,
} satisfies Record<Exclude<EventName, 'record.handled'>, 1>) as EventName[]

/** Keeps every event, `record.handled` excepted, in the order told. */
export function recordEvents(emitter: Pick<Emitter, 'on'>): readonly RecordedEvent[] {
  const events: RecordedEvent[] = []
  for (const name of names) emitter.on(name, (event) => void events.push({ name, event }))
  return events
}
