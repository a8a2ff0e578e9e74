import type { ConsumerGroupOutcome, ShareGroupOutcome } from './outcome.js'
import type { ConsumerRecord, RecordOf } from './record.js'
import type { Topics } from './topic.js'

/**
 * The records of one call, in offset order. `Outcome` is what `settle` takes: it differs by kind of group. Returning settles the rest as handled;
 * throwing hands the unsettled ones to the recovery policy.
 */
export interface RecordBatch<Item extends ConsumerRecord, Outcome> extends Iterable<Item> {
  readonly length: number
  /** The record at `index`, from 0; `undefined` outside the batch. */
  readonly at: (index: number) => Item | undefined
  /** Settles one record now. A second settlement of the same record throws `SAMSA_OUTCOME_INVALID`, as does a record of another batch. */
  readonly settle: (record: ConsumerRecord, outcome: Outcome) => void // not Item: the batch stays covariant in its records
}

/** A batch of a consumer group. */
export type ConsumerGroupBatch<T extends Topics> = RecordBatch<RecordOf<T>, ConsumerGroupOutcome>
/** A batch of a share group. */
export type ShareGroupBatch<T extends Topics> = RecordBatch<RecordOf<T>, ShareGroupOutcome>
/** For a class that serves both kinds of group: settles with what both have, `deadLetter` only. */
export type BatchOf<T extends Topics> = RecordBatch<RecordOf<T>, ConsumerGroupOutcome & ShareGroupOutcome>
