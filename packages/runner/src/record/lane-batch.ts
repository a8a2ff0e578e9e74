import { isOutcome, SamsaError, type ConsumerGroupOutcome, type ConsumerRecord, type RecordBatch } from '@samsa/contracts'
import type { BatchSegment } from './batch-segment.js'
import type { RecordSource } from './record-source.js'
import { RecordView } from './record-view.js'

/** Hears every record that is settled while the call runs, with its index in the batch; answers whether it was open. */
export type SettleOne = (index: number, outcome: ConsumerGroupOutcome) => boolean

/** The records of one `consumeBatch` call, in offset order. Views are made when the batch is first looked at. */
export class LaneBatch implements RecordBatch<ConsumerRecord, ConsumerGroupOutcome> {
  readonly length: number
  readonly #source: RecordSource
  readonly #segments: readonly BatchSegment[]
  #settleOne: SettleOne | null
  #views: RecordView[] | null = null

  constructor(source: RecordSource, segments: readonly BatchSegment[], settleOne: SettleOne) {
    this.#source = source
    this.#segments = segments
    this.#settleOne = settleOne
    this.length = segments.reduce((sum, segment) => sum + segment.end - segment.start, 0)
  }

  at(index: number): ConsumerRecord | undefined {
    return this.#records()[index]
  }

  [Symbol.iterator](): Iterator<ConsumerRecord> {
    return this.#records()[Symbol.iterator]()
  }

  settle(record: ConsumerRecord, outcome: ConsumerGroupOutcome): void {
    if (this.#settleOne === null) throw refused(record, 'the call of this batch is over')
    const index = this.#indexOf(record)
    if (index < 0) throw refused(record, 'not a record of this batch')
    if (!isOutcome(outcome, 'consumer')) throw refused(record, 'not an outcome of a consumerGroup: use handled, retry, skip or deadLetter')
    if (!this.#settleOne(index, outcome)) throw refused(record, 'it was settled already')
  }

  /** The call is over: nothing is settled through the batch any more. */
  static end(batch: LaneBatch): void {
    batch.#settleOne = null
  }

  #records(): RecordView[] {
    if (this.#views !== null) return this.#views
    const views: RecordView[] = []
    for (const { columns, start, end } of this.#segments) {
      for (let row = start; row < end; row++) views.push(new RecordView(this.#source, columns, row))
    }
    return (this.#views = views)
  }

  /** By offset, so that copies made by `detach()` are found as well; -1 where there is none. */
  #indexOf(record: ConsumerRecord): number {
    if (record.topic !== this.#source.topic || record.partition !== this.#source.partition) return -1
    let before = 0
    for (const { columns, start, end } of this.#segments) {
      if (record.offset <= (columns.offsets[end - 1] as number)) {
        const row = columns.offsets.subarray(start, end).indexOf(record.offset)
        return row < 0 ? -1 : before + row
      }
      before += end - start
    }
    return -1
  }
}

function refused(record: ConsumerRecord, why: string): SamsaError {
  return new SamsaError('SAMSA_OUTCOME_INVALID', `batch.settle(${record.id}): ${why}`)
}
