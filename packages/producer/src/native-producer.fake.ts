import type { ClientEvent, ProduceBatch } from '@samsa/librdkafka'
import type { NativeProducer } from './native-producer.js'

/** A record as it reached the fake. */
export interface AcceptedRecord {
  readonly topic: string
  readonly partition: number
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly (readonly [string, string | null])[]
  readonly timestampMs: number
  readonly slot: number
}

/** Stands for the binding's producer in unit tests: keeps what it takes, answers when told to. */
export class FakeNativeProducer implements NativeProducer {
  readonly topics: string[] = []
  readonly accepted: AcceptedRecord[] = []
  /** Rows of each call of `produce` that took any. */
  readonly calls: number[] = []
  /** How many unanswered records it holds before it is full. */
  room = Infinity
  /** Answers purges; `false`: hangs. */
  answersPurge = true
  destroyed = false
  flushes = 0
  refuse: (record: AcceptedRecord) => number = () => 0
  readonly #open: AcceptedRecord[] = []
  #answers: number[] = []
  #events: ClientEvent[] = []
  #offset = 0

  constructor(readonly wake: () => void) {}

  /** Records without an answer. */
  get unanswered(): number {
    return this.#open.length
  }

  topic(name: string): number {
    const index = this.topics.indexOf(name)
    return index >= 0 ? index : this.topics.push(name) - 1
  }

  produce(batch: ProduceBatch, from: number, to: number): number {
    let row = from
    for (; row < to && this.#open.length < this.room; row++) {
      const record = this.#read(batch, row)
      batch.errors[row] = this.refuse(record)
      if (batch.errors[row] !== 0) continue
      this.accepted.push(record)
      this.#open.push(record)
    }
    if (row > from) this.calls.push(row - from)
    return row - from
  }

  deliveries(max: number): Float64Array | null {
    if (this.#answers.length === 0) return null
    return Float64Array.from(this.#answers.splice(0, max * 4))
  }

  serve(): readonly ClientEvent[] | null {
    const events = this.#events
    this.#events = []
    return events.length === 0 ? null : events
  }

  flush(): Promise<unknown> {
    this.flushes++
    return new Promise(() => undefined)
  }

  purge(): void {
    if (this.answersPurge) this.answer(this.#open.length, -152)
  }

  destroy(): Promise<void> {
    this.destroyed = true
    return Promise.resolve()
  }

  setOauthFailure(): void {}

  /** Answers the oldest `count` records and wakes the producer in a later turn. */
  answer(count = this.#open.length, errno = 0, partition = 0): void {
    for (const record of this.#open.splice(0, count))
      this.#answers.push(record.slot, errno, partition, errno === 0 ? this.#offset++ : -1001)
    setImmediate(this.wake)
  }

  tell(event: ClientEvent): void {
    this.#events.push(event)
    setImmediate(this.wake)
  }

  #read(batch: ProduceBatch, row: number): AcceptedRecord {
    const [topic, partition, start, keyLength, valueLength, headerCount, , slot] = batch.rows.subarray(row * 8, row * 8 + 8)
    const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.length)
    let at = start!
    const take = (length: number): string | null => {
      if (length < 0) return null
      at += length
      return bytes.toString('utf8', at - length, at)
    }
    const key = take(keyLength!)
    const value = take(valueLength!)
    const headers = Array.from({ length: headerCount! }, () => {
      const nameLength = bytes.readInt32LE(at)
      const headerLength = bytes.readInt32LE(at + 4)
      at += 8
      return [take(nameLength)!, take(headerLength)] as const
    })
    return { topic: this.topics[topic!]!, partition: partition!, key, value, headers, timestampMs: batch.timestamps[row]!, slot: slot! }
  }
}
