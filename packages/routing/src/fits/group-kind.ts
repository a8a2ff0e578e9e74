import type { ConsumerGroupContext, ConsumerGroupOutcome, ShareGroupContext, ShareGroupOutcome } from '@samsa/contracts'

/** What is a consumer group's own, once. */
export interface ConsumerGroupKind {
  readonly name: 'consumer'
  readonly context: ConsumerGroupContext
  readonly outcome: ConsumerGroupOutcome
}
/** What is a share group's own, once. */
export interface ShareGroupKind {
  readonly name: 'share'
  readonly context: ShareGroupContext
  readonly outcome: ShareGroupOutcome
}
/** A kind of group. */
export type GroupKind = ConsumerGroupKind | ShareGroupKind
