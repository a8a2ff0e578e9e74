import type {
  ConsumerGroupContext,
  ConsumerGroupOutcome,
  ConsumerRecord,
  DeadLetter,
  GroupContext,
  ShareGroupContext,
  ShareGroupOutcome,
} from '@samsa/contracts'

/** What a middleware sees of a call: one record, or those of the batch. */
export interface Call<Context> {
  readonly records: readonly ConsumerRecord[]
  readonly context: Context
}

/** A step around every call in a consumer group. */
export type ConsumerGroupMiddleware = (
  call: Call<ConsumerGroupContext>,
  next: () => Promise<ConsumerGroupOutcome>,
) => Promise<ConsumerGroupOutcome>
/** A step around every call in a share group. */
export type ShareGroupMiddleware = (call: Call<ShareGroupContext>, next: () => Promise<ShareGroupOutcome>) => Promise<ShareGroupOutcome>
/** A step around every call in either kind of group: hands on the outcome of `next()`, or dead-letters. */
export type Middleware = <Outcome>(call: Call<GroupContext>, next: () => Promise<Outcome>) => Promise<Outcome | DeadLetter>
