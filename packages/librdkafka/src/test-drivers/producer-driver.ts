import type { ClientEvent } from '../client-event.js'
import type { ClientSettings } from '../client-settings.js'
import type { ProduceBatch } from '../produce-batch.js'
import { Producer } from '../producer.js'
import { Waiting } from './waiting.js'

/** A record to send, as tests write it. */
export interface SentRecord {
  readonly topic: string
  readonly partition?: number
  readonly key?: string | null
  readonly value?: string | null
  readonly headers?: readonly (readonly [name: string, value: string | null])[]
  readonly timestamp?: number
}

/** What became of a record. */
export interface Delivery {
  readonly id: number
  readonly errno: number
  readonly partition: number
  readonly offset: number
}

/** Owns a producer: takes its events and deliveries on every wake. */
export class ProducerDriver {
  readonly producer: Producer
  readonly events: ClientEvent[] = []
  readonly deliveries: Delivery[] = []
  readonly #waiting: Waiting

  constructor(settings: ClientSettings) {
    this.producer = new Producer({ 'linger.ms': 1, ...settings }, () => {
      this.#serve()
      this.#waiting.check()
    })
    this.#waiting = new Waiting(() => this.#serve())
  }

  until(met: () => boolean): Promise<void> {
    return this.#waiting.until(met)
  }

  /** Rows for `produce`; the id of a record is its index. */
  batchOf(records: readonly SentRecord[]): ProduceBatch {
    const chunks: Buffer[] = []
    const rows = new Int32Array(8 * records.length)
    let at = 0
    records.forEach(({ topic, partition = -1, key = null, value = null, headers = [] }, index) => {
      const parts = [bytesOf(key), bytesOf(value), encodeHeaders(headers)] as const
      const [keyBytes, valueBytes, headerBytes] = parts
      rows.set(
        [
          this.producer.topic(topic),
          partition,
          at,
          keyBytes?.length ?? -1,
          valueBytes?.length ?? -1,
          headers.length,
          headerBytes.length,
          index,
        ],
        8 * index,
      )
      for (const part of parts) {
        if (part === null) continue
        chunks.push(part)
        at += part.length
      }
    })
    const timestamps = Float64Array.from(records, ({ timestamp }) => timestamp ?? 0)
    return { bytes: Buffer.concat(chunks), rows, timestamps, errors: new Int32Array(records.length) }
  }

  /** Sends all and waits for their deliveries. */
  async send(records: readonly SentRecord[]): Promise<void> {
    const wanted = this.deliveries.length + records.length
    if (this.producer.produce(this.batchOf(records)) !== records.length) throw new Error('queue full')
    await this.until(() => this.deliveries.length >= wanted)
  }

  async destroy(): Promise<void> {
    this.#waiting.end()
    await this.producer.destroy()
  }

  #serve(): void {
    this.events.push(...(this.producer.serve() ?? []))
    for (let rows = this.producer.deliveries(1000); rows !== null; rows = this.producer.deliveries(1000)) {
      for (let i = 0; i < rows.length; i += 4) {
        this.deliveries.push({ id: rows[i]!, errno: rows[i + 1]!, partition: rows[i + 2]!, offset: rows[i + 3]! })
      }
    }
  }
}

function bytesOf(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text)
}

function encodeHeaders(headers: readonly (readonly [string, string | null])[]): Buffer {
  return Buffer.concat(
    headers.flatMap(([name, value]) => {
      const head = Buffer.alloc(8)
      head.writeInt32LE(Buffer.byteLength(name), 0)
      head.writeInt32LE(value === null ? -1 : Buffer.byteLength(value), 4)
      return [head, Buffer.from(name), Buffer.from(value ?? '')]
    }),
  )
}
