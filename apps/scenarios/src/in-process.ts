import { type EventMap, type EventName, startWorker, type Worker, type WorkerHandle } from 'samsa'

const warnings: readonly EventName[] = [
  'record.retried',
  'record.skipped',
  'record.dead-lettered',
  'dead-letter.failed',
  'policy.failed',
  'partition.lost',
  'position.moved',
  'commit.failed',
  'handler.late',
  'handler.stuck',
  'group.failed',
  'group.troubled',
  'settlement.dropped',
  'settlement.lost',
  'settlement.unknown',
  'record.released',
  'record.rejected',
  'record.starved',
  'record.exhausted',
  'lease.expired',
  'lease.overcommitted',
]

/** A worker inside the scenario's own process, with the events that it should not have had. */
export interface InProcess {
  readonly handle: WorkerHandle
  /** Events of `warnings`, in order. */
  readonly troubles: readonly { readonly name: EventName; readonly event: EventMap[EventName] }[]
}

/** Starts an embedded worker and listens to everything that is trouble. */
export function inProcess(worker: Worker): InProcess {
  const handle = startWorker(worker)
  const troubles: { name: EventName; event: EventMap[EventName] }[] = []
  for (const name of warnings) handle.on(name, (event) => troubles.push({ name, event }))
  return { handle, troubles }
}
