import type { BackoffPlan } from '../backoff.js'

/** The recovery policy of one route with everything resolved: JSON-serialisable, part of the plan. */
export interface RecoveryPlan {
  readonly retry: RetryPlan
  /** Where dead letters go; `null`: nowhere. */
  readonly deadLetter: DeadLetterPlan | null
  /** What becomes of a record without attempts and without dead-letter topic. `null`: not given. */
  readonly whenExhausted: 'hold' | 'skip' | 'reject' | 'stop' | null
  readonly breaker: { readonly failures: number; readonly pauseMs: number } | null
  readonly flood: { readonly records: number; readonly withinMs: number } | null
}

/** When a failed record runs again. */
export interface RetryPlan {
  /** Executions in all, the first included; `null`: until it succeeds. */
  readonly attempts: number | null
  readonly backoff: BackoffPlan
  readonly on: readonly RetryRulePlan[]
  /** Delays of retry topics. */
  readonly topicDelaysMs: readonly number[]
}

/** A rule; `index` says which matcher of the route's binding belongs to it. */
export interface RetryRulePlan {
  readonly index: number
  /** The matcher for people: a class's name, a code, or a function's name. */
  readonly error: string
  readonly action: 'retry' | 'skip' | 'release' | 'reject' | 'stop' | 'deadLetter'
  /** Dead-letter topic of this rule; `null`: the route's. */
  readonly deadLetterTopic: string | null
}

/** Where dead letters go. */
export interface DeadLetterPlan {
  /** Its name; `null`: a function of the binding names it for each record. `dlq.<topic>` is written with that placeholder. */
  readonly topic: string | null
  readonly create: boolean
  readonly transform: boolean
  readonly headers: boolean
  /** Share group: delivery after which a record is not run any more; `null`: limit − 1. */
  readonly afterDeliveries: number | null
  /** Share group: topic that the broker itself writes to. */
  readonly broker: string | null
}

/** What this release does on every failure: again in place, without end, the lane waits. */
export const defaultRecovery: RecoveryPlan = Object.freeze({
  retry: Object.freeze({
    attempts: null,
    backoff: Object.freeze({ kind: 'exponential', firstMs: 250, maxMs: 30_000, jitter: true }),
    on: Object.freeze([]),
    topicDelaysMs: Object.freeze([]),
  }),
  deadLetter: null,
  whenExhausted: null,
  breaker: null,
  flood: null,
})
