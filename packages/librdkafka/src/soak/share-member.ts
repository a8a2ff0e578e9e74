import type { ClientEvent } from '../client-event.js'
import type { ClientSettings } from '../client-settings.js'
import type { ShareBatch } from '../share-batch.js'
import { AcknowledgeType, ShareConsumer } from '../share-consumer.js'
import { Waiting } from '../test-drivers/waiting.js'

// every so many records one is released at its first delivery, and one is rejected
const releasedEvery = 100
const rejectedEvery = 1000

/** A share consumer that keeps nothing but counts, so that a process can run it for hours. */
export class SoakShareMember {
  readonly consumer: ShareConsumer
  /** Records that are done: the broker has confirmed their ACCEPT or REJECT, as far as this member acknowledged them. */
  done = 0
  /** Records whose acknowledgement was refused. */
  refused = 0
  isClosed = false
  /** Errors after which a client has to be closed; none is expected. */
  readonly fatalErrors: string[] = []
  readonly #topic: string
  readonly #waiting: Waiting
  #released = 0
  #isSubscribed = false

  /** @param settings librdkafka properties */
  constructor(settings: ClientSettings, topic: string) {
    this.#topic = topic
    this.consumer = new ShareConsumer(settings, () => {
      this.#serve()
      this.#waiting.check()
    })
    this.#waiting = new Waiting(() => this.#serve())
  }

  subscribe(): void {
    this.#isSubscribed = true
    this.consumer.subscribe([this.#topic])
  }

  /** Leaves its partitions to others; the handle stays. */
  unsubscribe(): void {
    this.#isSubscribed = false
    this.consumer.unsubscribe()
  }

  until(met: () => boolean): Promise<void> {
    return this.#waiting.until(met)
  }

  /** Leaves the group and waits for it. */
  async leave(): Promise<void> {
    this.#isSubscribed = false
    this.consumer.close()
    await this.until(() => this.isClosed)
  }

  async destroy(): Promise<void> {
    this.#waiting.end()
    await this.consumer.destroy()
  }

  #serve(): void {
    const { consumer } = this
    if (consumer.destroyed) return
    this.#hear()
    while (this.#isSubscribed) {
      const batch = consumer.poll()
      if (batch === null) break
      this.#acknowledge(batch)
    }
    if (consumer.pendingEvents) this.#hear()
  }

  #hear(): void {
    for (const event of this.consumer.serve() ?? []) this.#onEvent(event)
    const rows = this.consumer.results() ?? []
    for (let at = 0; at < rows.length; at += 4) {
      const count = rows[at + 3]! - rows[at + 2]!
      if (rows[at + 1] === 0) this.done += count
      else this.refused += count
    }
  }

  #acknowledge({ offsets, runs, deliveryCounts, length }: ShareBatch): void {
    const rows = new Int32Array(4 * length)
    let row = 0
    for (let run = 0; run < runs.length; run += 3) {
      const end = runs[run + 1]! + runs[run + 2]!
      for (let index = runs[run + 1]!; index < end; index++) {
        const isFirst = deliveryCounts[index] === 1
        const offset = offsets[index]!
        const type = isFirst && offset % releasedEvery === 7 ? 'release' : offset % rejectedEvery === 13 ? 'reject' : 'accept'
        if (type === 'release') this.#released++
        rows.set([runs[run]!, AcknowledgeType[type], index, index + 1], 4 * row++)
      }
    }
    this.consumer.acknowledge(rows, row, offsets)
    this.consumer.commit()
  }

  #onEvent(event: ClientEvent): void {
    if (event.type === 'closed') this.isClosed = true
    if (event.type === 'error' && event.fatal) this.fatalErrors.push(`${event.name}: ${event.text}`)
  }

  /** Records that are done for good: released ones come again, and are counted then. */
  get finished(): number {
    return this.done - this.#released
  }
}
