import type { BackoffPlan, OwnBackoff, RetryRulePlan } from '@samsa/contracts'

/** What becomes of failures of a route: its plan, with the functions that are no data. Frozen. */
export interface RecoveryPolicy {
  /** Executions in all, the first included; 1 or more. */
  readonly attempts: number
  readonly backoff: Exclude<BackoffPlan, { kind: 'own' }>
  /** The application's own backoff; stands before `backoff`, which counts only where it fails. */
  readonly ownBackoff: OwnBackoff | null
  /** The first that matches counts. */
  readonly rules: readonly RecoveryRule[]
  /** Who writes dead letters of this route; `null`: nobody, `whenExhausted` counts. */
  readonly deadLetter: 'application' | 'broker' | null
  /** What becomes of a record that has no attempts left and no dead-letter topic. */
  readonly whenExhausted: 'hold' | 'skip' | 'reject' | 'stop'
  /** Last delivery in which a record is run, share groups only; `null`: one before the limit where Samsa writes dead letters, otherwise the limit. */
  readonly afterDeliveries: number | null
}

/** Decides about some errors in another way than the rest of the policy. */
export interface RecoveryRule {
  /** Whether the rule is about this error. May throw. */
  readonly matches: (thrown: unknown) => boolean
  readonly action: RetryRulePlan['action']
  /** Topic of its own for dead letters; `null`: the route's. */
  readonly topic: string | null
}
