import { Producer } from '@samsa/librdkafka'

/** Where a record of the feed landed. */
export interface Sent {
  readonly partition: number
  readonly offset: number
}

/** A record to send as it is: strings are UTF-8, null is null. */
export interface Raw {
  readonly key?: string | Uint8Array | null
  readonly value: string | Uint8Array | null
  readonly partition?: number
  /** Milliseconds since the epoch; default: now. */
  readonly timestampMs?: number
  readonly headers?: readonly (readonly [name: string | Uint8Array, value: string | Uint8Array | null])[]
}

const rowWidth = 8
const text = new TextEncoder()
const bytesOf = (part: string | Uint8Array | null | undefined): Uint8Array | null =>
  part == null ? null : typeof part === 'string' ? text.encode(part) : part

function headerBytes(headers: Raw['headers']): Uint8Array {
  const parts = (headers ?? []).map(([name, value]) => ({ name: bytesOf(name)!, value: bytesOf(value) }))
  const out = Buffer.alloc(parts.reduce((sum, part) => sum + 8 + part.name.length + (part.value?.length ?? 0), 0))
  let at = 0
  for (const part of parts) {
    at = out.writeInt32LE(part.name.length, at)
    at = out.writeInt32LE(part.value?.length ?? -1, at)
    out.set(part.name, at)
    at += part.name.length
    if (part.value) out.set(part.value, at)
    at += part.value?.length ?? 0
  }
  return out
}

/** Fills topics through the bare binding, so that a fault of the product's producer cannot hide one of its consumer. */
export class Feed {
  readonly #producer: Producer
  readonly #waiting = new Map<number, { done: (sent: Sent) => void; failed: (error: Error) => void }>()
  #nextId = 0

  constructor(brokers: string, settings: Readonly<Record<string, string | number>> = {}) {
    this.#producer = new Producer(
      { 'bootstrap.servers': brokers, 'linger.ms': 1, 'partitioner': 'murmur2_random', 'enable.idempotence': true, ...settings },
      () => this.#serve(),
    )
  }

  /** The native producer, for transactions. */
  get native(): Producer {
    return this.#producer
  }

  /** Sends the records in order and waits until all have arrived. */
  async send(topic: string, records: readonly Raw[]): Promise<Sent[]> {
    const all: Sent[] = []
    for (let at = 0; at < records.length; at += 5_000) all.push(...(await this.#sendSome(topic, records.slice(at, at + 5_000))))
    return all
  }

  /** `count` numbered records with keys, round the partitions. */
  numbered(topic: string, count: number, partitions: number, from = 0): Promise<Sent[]> {
    const records = Array.from({ length: count }, (_, index) => ({
      key: `k${from + index}`,
      value: `v${from + index}`,
      partition: (from + index) % partitions,
    }))
    return this.send(topic, records)
  }

  async close(): Promise<void> {
    await this.#producer.destroy()
  }

  async #sendSome(topic: string, records: readonly Raw[]): Promise<Sent[]> {
    const index = this.#producer.topic(topic)
    const parts = records.map((record) => ({
      record,
      key: bytesOf(record.key),
      value: bytesOf(record.value),
      headers: headerBytes(record.headers),
    }))
    const bytes = Buffer.concat(parts.flatMap(({ key, value, headers }) => [key ?? Buffer.alloc(0), value ?? Buffer.alloc(0), headers]))
    const rows = new Int32Array(parts.length * rowWidth)
    let position = 0
    const answers = parts.map(({ record, key, value, headers }, row) => {
      const id = this.#nextId++
      rows.set(
        [index, record.partition ?? -1, position, key?.length ?? -1, value?.length ?? -1, record.headers?.length ?? 0, headers.length, id],
        row * rowWidth,
      )
      position += (key?.length ?? 0) + (value?.length ?? 0) + headers.length
      return new Promise<Sent>((done, failed) => this.#waiting.set(id, { done, failed }))
    })
    const errors = new Int32Array(parts.length)
    const taken = this.#producer.produce({
      bytes,
      rows,
      timestamps: Float64Array.from(records, ({ timestampMs }) => timestampMs ?? 0),
      errors,
    })
    if (taken < parts.length || errors.some((errno) => errno !== 0))
      throw new Error(`the feed could not enqueue: ${taken} of ${parts.length}, ${errors.find((errno) => errno !== 0)}`)
    return Promise.all(answers)
  }

  #serve(): void {
    this.#producer.serve()
    for (let rows = this.#producer.deliveries(1_000); rows; rows = this.#producer.deliveries(1_000)) {
      for (let at = 0; at < rows.length; at += 4) this.#answer(rows[at] ?? -1, rows[at + 1] ?? 0, rows[at + 2] ?? -1, rows[at + 3] ?? -1)
    }
  }

  #answer(id: number, errno: number, partition: number, offset: number): void {
    const waiter = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (errno === 0) waiter?.done({ partition, offset })
    else waiter?.failed(new Error(`the feed's record was not delivered: error ${errno}`))
  }
}
