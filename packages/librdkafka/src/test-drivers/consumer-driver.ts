import type { ClientEvent, RebalanceEvent } from '../client-event.js'
import type { ClientSettings } from '../client-settings.js'
import { GroupConsumer } from '../group-consumer.js'
import type { NativeBatch } from '../native-batch.js'
import { Waiting } from './waiting.js'

/** A record as tests look at it. */
export interface SeenRecord {
  readonly queue: number
  readonly offset: number
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly (readonly [name: string, value: string | null])[]
  readonly timestamp: number
}

type EventOf<Type extends ClientEvent['type']> = ClientEvent extends infer Event
  ? Event extends { type: infer Name }
    ? Type extends Name
      ? Event
      : never
    : never
  : never

/** Owns a consumer as an engine does: serves and takes on every wake, answers assignments at once unless told otherwise. */
export class ConsumerDriver {
  readonly consumer: GroupConsumer
  readonly events: ClientEvent[] = []
  readonly records: SeenRecord[] = []
  /** Answers assignments when they come. */
  answersAtOnce = true
  /** Takes records; false: serves only. */
  takes = true
  maxRecords = 1000
  maxBytes = 1 << 20
  readonly #waiting: Waiting

  constructor(settings: ClientSettings) {
    this.consumer = new GroupConsumer(
      {
        'enable.auto.commit': false,
        'enable.auto.offset.store': false,
        'auto.offset.reset': 'earliest',
        'fetch.wait.max.ms': 20,
        // The mock lets a rebalance wait for the session's time less a second.
        'session.timeout.ms': 2000,
        'heartbeat.interval.ms': 100,
        ...settings,
      },
      () => {
        this.#serve()
        this.#waiting.check()
      },
    )
    this.#waiting = new Waiting(() => this.#serve())
  }

  until(met: () => boolean): Promise<void> {
    return this.#waiting.until(met)
  }

  /** Events of one type. */
  of<Type extends ClientEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type)
  }

  answer({ type, list, protocol }: RebalanceEvent): void {
    if (protocol === 'EAGER') {
      if (type === 'assign') this.consumer.assign(list)
      else this.consumer.unassign()
    } else if (type === 'assign') this.consumer.incrementalAssign(list)
    else this.consumer.incrementalUnassign(list)
  }

  /** Leaves the group and frees the consumer. */
  async close(): Promise<void> {
    this.consumer.close()
    await this.until(() => this.of('closed').length > 0)
    await this.destroy()
  }

  async destroy(): Promise<void> {
    this.#waiting.end()
    await this.consumer.destroy()
  }

  #serve(): void {
    for (;;) {
      const events = this.consumer.serve()
      const batch = this.takes ? this.consumer.take(this.maxRecords, this.maxBytes) : null
      if (events === null && batch === null) return
      for (const event of events ?? []) this.#onEvent(event)
      if (batch !== null) this.records.push(...recordsOf(batch))
    }
  }

  #onEvent(event: ClientEvent): void {
    this.events.push(event)
    if ((event.type === 'assign' || event.type === 'revoke') && this.answersAtOnce) this.answer(event)
  }
}

/** Reads a batch as its layout says. */
export function recordsOf(batch: NativeBatch): SeenRecord[] {
  const records: SeenRecord[] = []
  const { bytes, spans, runs } = batch
  const text = (at: number, length: number): string | null => (length < 0 ? null : bytes.toString('utf8', at, at + length))
  for (let run = 0; run < runs.length; run += 3) {
    for (let i = runs[run + 1]!; i < runs[run + 1]! + runs[run + 2]!; i++) {
      const [keyPos, keyLength, valuePos, valueLength, headerPos, headerCount] = spans.subarray(6 * i, 6 * i + 6) as unknown as [
        number,
        number,
        number,
        number,
        number,
        number,
      ]
      records.push({
        queue: runs[run]!,
        offset: batch.offsets[i]!,
        key: text(keyPos, keyLength),
        value: text(valuePos, valueLength),
        headers: headersOf(bytes, headerPos, headerCount),
        timestamp: batch.timestamps[i]!,
      })
    }
  }
  return records
}

function headersOf(bytes: Buffer, start: number, count: number): [string, string | null][] {
  const headers: [string, string | null][] = []
  let at = start
  for (let i = 0; i < count; i++) {
    const nameLength = bytes.readInt32LE(at)
    const valueLength = bytes.readInt32LE(at + 4)
    const valueAt = at + 8 + nameLength
    headers.push([bytes.toString('utf8', at + 8, valueAt), valueLength < 0 ? null : bytes.toString('utf8', valueAt, valueAt + valueLength)])
    at = valueAt + Math.max(0, valueLength)
  }
  return headers
}
