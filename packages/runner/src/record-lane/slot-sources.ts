import { SamsaError, type Session, type TopicSource } from '@samsa/contracts'
import type { RecordSource } from '../record/record-source.js'
import type { RecordRoute } from './record-route.js'

/** What records of a slot have in common, by slot: made when the first of them is started. */
export class SlotSources {
  readonly #session: Session
  readonly #route: RecordRoute
  readonly #sources: (RecordSource | undefined)[] = []

  constructor(session: Session, route: RecordRoute) {
    this.#session = session
    this.#route = route
  }

  /** Throws `SAMSA_GROUP_FAILED` where the slot's topic belongs to no route. */
  of(slot: number): RecordSource {
    return (this.#sources[slot] ??= this.#make(slot))
  }

  /** Forgets slots that are over; answers what their records had in common. */
  forget(slots: Int32Array): readonly RecordSource[] {
    const gone: RecordSource[] = []
    for (const slot of slots) {
      const source = this.#sources[slot]
      if (source !== undefined) gone.push(source)
      this.#sources[slot] = undefined
    }
    return gone
  }

  #make(slot: number): RecordSource {
    const { topic, partition } = this.#session.partition(slot)
    const source: TopicSource | undefined = this.#route.source(topic)
    if (source !== undefined) return { topic, partition, key: source.key, value: source.value }
    throw new SamsaError(
      'SAMSA_GROUP_FAILED',
      `records of ${topic}/${partition} were delivered, which the route of ${this.#route.className} does not name`,
    )
  }
}
