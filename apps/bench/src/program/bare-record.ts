import type { NativeBatch } from '@samsa/librdkafka'

const spanNumbers = 6
const valuePosition = 2
const valueLength = 3

/** A record as a view on the columns of its batch: the least that a handler per record can be given. */
export class BareRecord {
  constructor(
    private readonly batch: NativeBatch,
    private readonly index: number,
    readonly partition: number,
  ) {}

  get offset(): number {
    return this.batch.offsets[this.index]!
  }

  /** The value's bytes, not copied; null for a tombstone. */
  get value(): Buffer | null {
    const { bytes, spans } = this.batch
    const span = spanNumbers * this.index
    const length = spans[span + valueLength]!
    const start = spans[span + valuePosition]!
    return length < 0 ? null : bytes.subarray(start, start + length)
  }
}
