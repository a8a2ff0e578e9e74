import type { ClientSettings } from '../client-settings.js'
import type { ProduceBatch } from '../produce-batch.js'
import { Producer } from '../producer.js'
import { Waiting } from '../test-drivers/waiting.js'

const value = Buffer.from('x'.repeat(100))

/** A producer that keeps nothing but counts, so that a process can run it for hours. */
export class SoakFeed {
  readonly producer: Producer
  /** Records handed over. */
  sent = 0
  /** Records Kafka has. */
  delivered = 0
  /** Records that were refused or given up. */
  failed = 0
  readonly #waiting: Waiting

  /** @param settings librdkafka properties */
  constructor(settings: ClientSettings) {
    this.producer = new Producer(settings, () => {
      this.#serve()
      this.#waiting.check()
    })
    this.#waiting = new Waiting(() => this.#serve())
  }

  until(met: () => boolean): Promise<void> {
    return this.#waiting.until(met)
  }

  /** Hands over `count` records of 100 B without waiting for them. @throws Error for a full queue */
  send(topic: string, partition: number, count: number): void {
    if (this.producer.produce(this.#batch(topic, partition, count)) !== count) throw new Error('the producer took less than it was given')
    this.sent += count
  }

  /** Waits until what was sent has an answer. */
  async settled(): Promise<void> {
    await this.until(() => this.delivered + this.failed >= this.sent)
  }

  async destroy(): Promise<void> {
    this.#waiting.end()
    await this.producer.destroy()
  }

  #batch(topic: string, partition: number, count: number): ProduceBatch {
    const index = this.producer.topic(topic)
    const rows = new Int32Array(8 * count)
    for (let row = 0; row < count; row++) rows.set([index, partition, 0, -1, value.length, 0, 0, row], 8 * row)
    return { bytes: value, rows, timestamps: new Float64Array(count), errors: new Int32Array(count) }
  }

  #serve(): void {
    this.producer.serve()
    for (let rows = this.producer.deliveries(1000); rows !== null; rows = this.producer.deliveries(1000)) {
      for (let row = 0; row < rows.length; row += 4) {
        if (rows[row + 1] === 0) this.delivered++
        else this.failed++
      }
    }
  }
}
