import type { BackoffPlan } from '@samsa/contracts'

/** What becomes of failures of a route. Frozen data. */
export interface RecoveryPolicy {
  /** How long the lane waits between two attempts. */
  readonly backoff: Exclude<BackoffPlan, { kind: 'own' }>
}

/**
 * The policy of every route at this stage: again in place, without end, after 250 ms doubling to 30 s, each wait drawn between its half and itself.
 * The record's partition waits, others go on, so nothing is lost and nothing is out of order.
 */
export const retryInPlace: RecoveryPolicy = Object.freeze({
  backoff: Object.freeze({ kind: 'exponential', firstMs: 250, maxMs: 30_000, jitter: true }),
})
