import type { FakeRecord } from './build-columns.js'

/** A record as a test appends it; what is left out is empty. */
export interface FakeInput {
  readonly key?: string | null | undefined
  readonly value?: string | Uint8Array | null | undefined
  readonly headers?: FakeRecord['headers'] | undefined
  /** Default: the next one. Gaps are allowed. */
  readonly offset?: number | undefined
}

/** A partition in memory. */
export class FakePartition {
  readonly topic: string
  readonly partition: number
  readonly records: FakeRecord[] = []
  /** Committed position; `null`: none. */
  committed: number | null = null

  constructor(topic: string, partition: number) {
    this.topic = topic
    this.partition = partition
  }

  /** The offset that the next record gets. */
  get end(): number {
    const last = this.records.at(-1)
    return last === undefined ? 0 : last.offset + 1
  }

  append(input: FakeInput): void {
    const { key = null, value = '', headers = [], offset = this.end } = input
    this.records.push({ offset, key, value, headers, timestamp: 1_700_000_000_000 + offset })
  }

  /** Up to `limit` records from `offset` on. */
  from(offset: number, limit: number): readonly FakeRecord[] {
    const first = this.records.findIndex((record) => record.offset >= offset)
    return first < 0 ? [] : this.records.slice(first, first + limit)
  }
}
