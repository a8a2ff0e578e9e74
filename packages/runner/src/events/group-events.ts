import type { EventMap, EventName, GroupEvent, PartitionEvent, RecordEvent } from '@samsa/contracts'
import type { Emitter } from './emitter.js'

type Common = keyof GroupEvent
/** What is left to say about an event when the coordinates are known. */
type Rest<Name extends EventName, Known extends string> = Omit<EventMap[Name], Known>
type NamesOf<Payload> = { [Name in EventName]: EventMap[Name] extends Payload ? Name : never }[EventName]

/** Where a partition's events come from. */
export interface PartitionName {
  readonly topic: string
  readonly partition: number
}

/** Tells the events of one group: adds version, cluster, group and coordinates. */
export class GroupEvents {
  readonly #emitter: Emitter
  readonly #common: GroupEvent

  constructor(emitter: Emitter, cluster: string, group: string) {
    this.#emitter = emitter
    this.#common = { version: 1, cluster, group }
  }

  /** Whether somebody listens to `record.handled`. */
  get handledHeard(): boolean {
    return this.#emitter.handledHeard
  }

  group<Name extends NamesOf<GroupEvent>>(name: Name, event: Rest<Name, Common>): void {
    this.#emit(name, event)
  }

  partition<Name extends NamesOf<PartitionEvent>>(name: Name, at: PartitionName, event: Rest<Name, Common | 'topic' | 'partition'>): void {
    this.#emit(name, { topic: at.topic, partition: at.partition, ...event })
  }

  record<Name extends NamesOf<RecordEvent>>(
    name: Name,
    at: PartitionName,
    offset: number,
    event: Rest<Name, Common | 'topic' | 'partition' | 'offset'>,
  ): void {
    this.#emit(name, { topic: at.topic, partition: at.partition, offset, ...event })
  }

  /** `record.handled`, told for every record while somebody listens: written out, because spreading objects takes ten times as long. */
  handled(at: PartitionName, offset: number, attempt: number, durationMs: number): void {
    const { cluster, group } = this.#common
    this.#emitter.emit('record.handled', {
      version: 1,
      cluster,
      group,
      topic: at.topic,
      partition: at.partition,
      offset,
      attempt,
      durationMs,
    })
  }

  #emit(name: EventName, event: object): void {
    // the three callers above have checked the payload against the name
    this.#emitter.emit(name, { ...this.#common, ...event } as never)
  }
}
