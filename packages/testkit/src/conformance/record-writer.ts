import { Producer } from '@samsa/librdkafka'
import type { NewRecord } from './conformance-cluster.js'
import { onceSteady } from './once-steady.js'
import { waitFor } from './wait-for.js'

const rowWidth = 8
const encoder = new TextEncoder()

/** Writes records for tests: small, awaited, in order within a partition. */
export class RecordWriter {
  readonly #producer: Producer
  #delivered = 0
  #failed = 0

  constructor(settings: Readonly<Record<string, string>>) {
    this.#producer = new Producer({ 'linger.ms': '0', 'enable.idempotence': 'true', ...settings }, () => this.#drain())
  }

  async write(topic: string, records: readonly NewRecord[]): Promise<void> {
    const index = this.#producer.topic(topic)
    const wanted = this.#delivered + records.length
    for (const record of records) this.#send(index, record)
    await waitFor(`${records.length} records to be written to ${topic}`, () => this.#drain() + this.#failed >= wanted)
    if (this.#failed > 0) throw new Error(`${this.#failed} records could not be written to ${topic}`)
  }

  /** Writes the records in one transaction; needs `transactional.id`. */
  async writeInTransaction(topic: string, records: readonly NewRecord[], end: 'commit' | 'abort'): Promise<void> {
    await onceSteady(() => this.#producer.initTransactions(30_000))
    await this.#producer.beginTransaction()
    await this.write(topic, records)
    if (end === 'commit') await this.#producer.commitTransaction(30_000)
    else await this.#producer.abortTransaction(30_000)
  }

  close(): Promise<void> {
    return this.#producer.destroy()
  }

  #send(topic: number, { partition, value }: NewRecord): void {
    const bytes = encoder.encode(value)
    const rows = new Int32Array(rowWidth)
    rows.set([topic, partition, 0, -1, bytes.length, 0, 0, 0])
    const errors = new Int32Array(1)
    const handled = this.#producer.produce({ bytes, rows, timestamps: new Float64Array(1), errors })
    if (handled !== 1 || errors[0] !== 0) throw new Error(`a record was refused: ${errors[0]}`)
  }

  #drain(): number {
    while (this.#producer.serve() !== null);
    for (let rows = this.#producer.deliveries(1000); rows !== null; rows = this.#producer.deliveries(1000)) {
      for (let at = 0; at < rows.length; at += 4) {
        if (rows[at + 1] === 0) this.#delivered++
        else this.#failed++
      }
    }
    return this.#delivered
  }
}
