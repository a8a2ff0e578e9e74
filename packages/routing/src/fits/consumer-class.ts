import type { ConsumerRecord, RecordBatch, RecordOf, Topics } from '@samsa/contracts'
import type { ConsumerGroupKind, GroupKind, ShareGroupKind } from './group-kind.js'

/** A class with a public constructor. */
export type Class<Instance = unknown> = new (...args: any[]) => Instance // any: the container supplies the arguments
/** A class of which there are no instances of its own. */
export type AbstractClass = abstract new (...args: any[]) => unknown // any: as Class
/** Any method. */
export type Method = (...args: never[]) => unknown

/** What a method may return: nothing, an outcome, or a promise of either. */
export type Result<Outcome> = void | Outcome | PromiseLike<void | Outcome>

// Property style: the target's declaration decides, so that a class's *method* is compared strictly as well.

/** An instance that takes records one at a time. */
export interface ConsumesRecord<R, Kind extends GroupKind> {
  readonly consume: (record: R, context: Kind['context']) => Result<Kind['outcome']>
}
/** An instance that takes batches. */
export interface ConsumesBatch<R extends ConsumerRecord, Kind extends GroupKind> {
  readonly consumeBatch: (batch: RecordBatch<R, Kind['outcome']>, context: Kind['context']) => Result<never>
}

/** A class that a consumer-group route of topic `T` takes; for helpers that pass classes on. */
export type ConsumerGroupClass<T extends Topics> = Class<
  ConsumesRecord<RecordOf<T>, ConsumerGroupKind> | ConsumesBatch<RecordOf<T>, ConsumerGroupKind>
>
/** A class that a share-group route of topic `T` takes; for helpers that pass classes on. */
export type ShareGroupClass<T extends Topics> = Class<
  ConsumesRecord<RecordOf<T>, ShareGroupKind> | ConsumesBatch<RecordOf<T>, ShareGroupKind>
>
