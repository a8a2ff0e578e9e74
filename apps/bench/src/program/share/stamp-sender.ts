import { setTimeout as delay } from 'node:timers/promises'

import { Producer } from '@samsa/librdkafka'

import type { LatencyJob } from './latency-job.js'
import { LatencyTally } from './latency-tally.js'

const manyDeliveries = 1000

/** Sends records that carry the time at which they were sent: at once, without lingering, over the binding's producer. */
export class StampSender {
  readonly #producer: Producer
  readonly #topic: number

  constructor({ bootstrap, topic }: LatencyJob) {
    this.#producer = new Producer({ 'bootstrap.servers': bootstrap, 'linger.ms': 0 }, () => this.#takeDeliveries())
    this.#topic = this.#producer.topic(topic)
  }

  /**
   * Sends all the records of the job, each some time after the one before it was answered: so no record waits for another, whatever else the
   * machine does, and the first one waits alone until a fresh group's partitions are given out.
   */
  async sendAll({ records, warmUpRecords, everyMs }: LatencyJob, tally: LatencyTally): Promise<void> {
    for (let sent = 0; sent < warmUpRecords + records; sent++) {
      const answered = tally.nextAnswer()
      this.#send()
      await answered
      await delay(everyMs * (0.5 + Math.random()))
    }
  }

  destroy(): Promise<void> {
    return this.#producer.destroy()
  }

  #send(): void {
    const bytes = LatencyTally.stamp()
    const rows = new Int32Array([this.#topic, -1, 0, -1, bytes.length, 0, 0, 0])
    const errors = new Int32Array(1)
    this.#producer.produce({ bytes, rows, timestamps: new Float64Array(1), errors })
    if (errors[0] !== 0) throw new Error(`A record was refused: ${errors[0]}`)
  }

  #takeDeliveries(): void {
    while (this.#producer.serve() !== null);
    for (let rows = this.#producer.deliveries(manyDeliveries); rows !== null; rows = this.#producer.deliveries(manyDeliveries)) {
      for (let row = 0; row < rows.length; row += 4) {
        if (rows[row + 1] !== 0) throw new Error(`A record was not delivered: ${rows[row + 1]}`)
      }
    }
  }
}
