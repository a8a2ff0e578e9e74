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
  /** Executions in all, the first included; 1 or more. */
  readonly attempts: number
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
  /** Its name, `dlq.<topic>` with that placeholder; `null`: a function of the binding names it for each record, or the broker writes them (`broker`). */
  readonly topic: string | null
  readonly create: boolean
  readonly transform: boolean
  readonly headers: boolean
  /** Share group: the last delivery in which a record is run; `null`: limit − 1 (where the broker writes them: the limit). */
  readonly afterDeliveries: number | null
  /** Share group: topic that the broker itself writes to. */
  readonly broker: string | null
}

/** Waits between attempts where nobody says otherwise: 250 ms doubling to 30 s, each drawn between its half and itself. */
export const defaultBackoff = Object.freeze({ kind: 'exponential', firstMs: 250, maxMs: 30_000, jitter: true } as const)

/** Dead letters where nobody says otherwise: to `dlq.<topic>`, which is created where it is missing. */
export const defaultDeadLetter: DeadLetterPlan = Object.freeze({
  topic: 'dlq.<topic>',
  create: true,
  transform: false,
  headers: false,
  afterDeliveries: null,
  broker: null,
})

/** What becomes of failures where nobody says otherwise: five attempts, then the dead-letter topic. */
export const defaultRecovery: RecoveryPlan = Object.freeze({
  retry: Object.freeze({ attempts: 5, backoff: defaultBackoff, on: Object.freeze([]), topicDelaysMs: Object.freeze([]) }),
  deadLetter: defaultDeadLetter,
  whenExhausted: null,
  breaker: null,
  flood: null,
})
