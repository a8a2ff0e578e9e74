import type { ClientEvent } from '../client-event.js'
import type { ClientSettings } from '../client-settings.js'
import type { BrokenRecord, ShareBatch } from '../share-batch.js'
import { AcknowledgeType, ShareConsumer } from '../share-consumer.js'
import type { SeenRecord } from './consumer-driver.js'
import { recordsOf } from './consumer-driver.js'
import { Waiting } from './waiting.js'

/** A record as tests look at it; `queue` is the partition id. */
export interface SharedRecord extends SeenRecord {
  readonly topic: string
  readonly partition: number
  readonly deliveryCount: number
}

/** One range of the answers to acknowledgements. */
export interface SeenResult {
  readonly topic: string
  readonly partition: number
  readonly errno: number
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

type Type = (typeof AcknowledgeType)[keyof typeof AcknowledgeType]
type Place = { readonly queue: number; readonly offset: number }
type EventOf<Name extends ClientEvent['type']> = Extract<ClientEvent, { type: Name }>

/** Owns a share consumer as an engine does: serves on every wake, polls when nothing is in hand; acknowledges as it is told. */
export class ShareDriver {
  readonly consumer: ShareConsumer
  readonly events: ClientEvent[] = []
  readonly records: SharedRecord[] = []
  readonly broken: BrokenRecord[] = []
  readonly batches: ShareBatch[] = []
  readonly results: SeenResult[] = []
  /** Records without an acknowledgement. */
  inHand: Place[] = []
  /** What becomes of a record at once; null: it stays in hand. */
  answer: (record: SharedRecord) => Type | null = () => AcknowledgeType.accept
  /** The same for a record that came broken; null: what the library does by itself. */
  answerBroken: (record: BrokenRecord) => Type | null = () => null
  /** Whether wakes poll. */
  polls = true
  readonly #waiting: Waiting

  constructor(settings: ClientSettings) {
    this.consumer = new ShareConsumer(settings, () => {
      this.serve()
      this.#waiting.check()
    })
    this.#waiting = new Waiting(() => this.serve())
  }

  /** Joins, and lets the first fetch begin. */
  subscribe(...topics: string[]): void {
    this.consumer.subscribe(topics)
    this.serve()
  }

  until(met: () => boolean): Promise<void> {
    return this.#waiting.until(met)
  }

  /** Events of one type. */
  of<Name extends ClientEvent['type']>(type: Name): EventOf<Name>[] {
    return this.events.filter((event): event is EventOf<Name> => event.type === type)
  }

  /** Offsets the brokers answered with this code. */
  answered(errno = 0): number {
    return this.results.filter((result) => result.errno === errno).reduce((sum, { from, to }) => sum + to - from, 0)
  }

  /** @returns how many the library refused */
  acknowledge(records: readonly Place[], type: Type): number {
    const rows = new Int32Array(records.flatMap(({ queue }, index) => [queue, type, index, index + 1]))
    const done = new Set(records.map(placeOf))
    this.inHand = this.inHand.filter((record) => !done.has(placeOf(record)))
    return this.consumer.acknowledge(
      rows,
      records.length,
      Float64Array.from(records, ({ offset }) => offset),
    )
  }

  /** Leaves the group; the consumer is not destroyed. */
  async close(): Promise<void> {
    this.consumer.close()
    await this.until(() => this.of('closed').length > 0)
  }

  async destroy(): Promise<void> {
    this.#waiting.end()
    await this.consumer.destroy()
  }

  /** What a wake does. */
  serve(): void {
    const { consumer } = this
    if (consumer.destroyed) return
    this.#hear()
    while (this.polls && this.inHand.length === 0 && this.#isSubscribed()) {
      const batch = consumer.poll()
      if (batch === null) break
      this.#onBatch(batch)
    }
    if (consumer.pendingEvents) this.#hear()
  }

  #isSubscribed(): boolean {
    return this.of('closed').length === 0 && !this.#isClosing() && this.consumer.subscription().length > 0
  }

  #isClosing(): boolean {
    return this.consumer.memberEpoch() === -1
  }

  #hear(): void {
    const { consumer } = this
    this.events.push(...(consumer.serve() ?? []))
    const rows = consumer.results() ?? []
    for (let at = 0; at < rows.length; at += 4) {
      this.results.push({ ...consumer.partition(rows[at]!), errno: rows[at + 1]!, from: rows[at + 2]!, to: rows[at + 3]! })
    }
  }

  #onBatch(batch: ShareBatch): void {
    const { consumer } = this
    const records = recordsOf(batch).map((record, index) => ({
      ...record,
      ...consumer.partition(record.queue),
      deliveryCount: batch.deliveryCounts[index]!,
    }))
    this.batches.push(batch)
    this.records.push(...records)
    this.broken.push(...batch.broken)
    this.inHand = [...records]
    for (const type of Object.values(AcknowledgeType)) {
      const readable = records.filter((record) => this.answer(record) === type)
      const broken = batch.broken.filter((record) => this.answerBroken(record) === type)
      const chosen = [...readable, ...broken.map(({ partitionId, offset }) => ({ queue: partitionId, offset }))]
      if (chosen.length > 0) this.acknowledge(chosen, type)
    }
    consumer.commit()
  }
}

function placeOf({ queue, offset }: Place): string {
  return `${queue} ${offset}`
}
