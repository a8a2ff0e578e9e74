import type { SamsaError } from './error.js'

/** One record on its way to Kafka, already serialised. An empty value is empty; only `null` is a tombstone. */
export interface OutgoingRecord {
  readonly key: Uint8Array | string | null
  readonly value: Uint8Array | string | null
  /** In order, names may repeat. */
  readonly headers: readonly (readonly [name: string, value: Uint8Array | string | null])[] | null
  /** `null`: the partitioner decides (`murmur2_random`, as Java's client). */
  readonly partition: number | null
  /** Milliseconds since the epoch; `null`: now. */
  readonly timestampMs: number | null
}

/** Where a record landed. */
export interface RecordMetadata {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** Sends without knowing types: what the typed producer and the dead-letter package are built on. One connection set per worker and cluster. */
export interface ProducerPort {
  /** Fulfilled by the delivery report; rejects with `SAMSA_SEND_FAILED`. Waits, never fails, while the library's queue is full. */
  readonly send: (topic: string, record: OutgoingRecord) => Promise<RecordMetadata>
  /** The same for many: one promise; rejects when one of them failed, with the coordinates of those that did not arrive. */
  readonly sendAll: (topic: string, records: readonly OutgoingRecord[]) => Promise<readonly RecordMetadata[]>
  /** Number of sends without an answer. */
  readonly outstanding: () => number
  /** Fulfilled when all sends so far are answered, or at `deadlineMs` (monotonic): then the rest rejects with `SAMSA_SEND_UNANSWERED`. Never rejects. */
  readonly close: (deadlineMs: number) => Promise<ProducerCloseReport>
}

/** How a producer ended. */
export interface ProducerCloseReport {
  /** Sends that were given up, by topic. */
  readonly unanswered: readonly { readonly topic: string; readonly count: number }[]
  readonly hung: boolean
}

/** What a producer tells while it works. */
export interface ProducerObserver {
  readonly trouble: (error: SamsaError) => void
  readonly libraryLog: (level: number, facility: string, text: string) => void
  /** A broker slows this client down (quota). */
  readonly throttled?: ((broker: string, throttleMs: number) => void) | undefined
  /** Statistics of librdkafka, where `statistics.interval.ms` is set. */
  readonly statistics?: ((json: string) => void) | undefined
}
