import { isOutcome, SamsaError, type ConsumerRecord, type Outcome, type RecordBatch } from '@samsa/contracts'
import type { SourcedSegment } from './batch-segment.js'
import { RecordFinder } from './record-finder.js'
import { RecordView } from './record-view.js'

/** Hears every record that is settled while the call runs, with its index in the batch and where it lies; answers whether it was open. */
export type SettleOne<Settled extends Outcome> = (index: number, outcome: Settled, segment: SourcedSegment, row: number) => boolean

const outcomeNames = {
  consumer: 'a consumerGroup: use handled, retry, skip or deadLetter',
  share: 'a shareGroup: use accept, release, reject or deadLetter',
} as const

/** The records of one `consumeBatch` call, in offset order within a segment. Views are made when the batch is first looked at. */
export class LaneBatch<Settled extends Outcome = Outcome> implements RecordBatch<ConsumerRecord, Settled> {
  readonly length: number
  readonly #kind: 'consumer' | 'share'
  readonly #segments: readonly SourcedSegment[]
  #settleOne: SettleOne<Settled> | null
  #views: RecordView[] | null = null
  #finder: RecordFinder | null = null

  /** @param kind which outcomes exist; they are those of `Settled` */
  constructor(kind: 'consumer' | 'share', segments: readonly SourcedSegment[], settleOne: SettleOne<Settled>) {
    this.#kind = kind
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

  settle(record: ConsumerRecord, outcome: Settled): void {
    if (this.#settleOne === null) throw refused(record, 'the call of this batch is over')
    const finder = (this.#finder ??= new RecordFinder(this.#segments))
    if (!finder.find(record)) throw refused(record, 'not a record of this batch')
    if (!isOutcome(outcome, this.#kind)) throw refused(record, `not an outcome of ${outcomeNames[this.#kind]}`)
    const { index, segment, row } = finder
    if (!this.#settleOne(index, outcome, segment as SourcedSegment, row)) throw refused(record, 'it was settled already')
  }

  /** The call is over: nothing is settled through the batch any more. */
  static end(batch: LaneBatch<never>): void {
    batch.#settleOne = null
  }

  #records(): RecordView[] {
    if (this.#views !== null) return this.#views
    const views: RecordView[] = []
    for (const { source, columns, start, end } of this.#segments) {
      for (let row = start; row < end; row++) views.push(new RecordView(source, columns, row))
    }
    return (this.#views = views)
  }
}

function refused(record: ConsumerRecord, why: string): SamsaError {
  return new SamsaError('SAMSA_OUTCOME_INVALID', `batch.settle(${record.id}): ${why}`)
}
