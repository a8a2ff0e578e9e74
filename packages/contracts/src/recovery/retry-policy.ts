import type { Backoff } from '../backoff.js'
import type { Duration } from '../duration.js'
import type { AnyTopic } from '../topic.js'

/** Which errors a rule is about: a class, a `code`, or whatever a function says yes to. */
export type ErrorMatcher = (abstract new (...args: never[]) => Error) | string | ((error: unknown) => boolean)

/** Dead letters of one rule to a topic of their own. */
export interface DeadLetterTo {
  readonly deadLetter: string | AnyTopic
}

/** What a rule can decide in either kind of group. */
export type CommonAction = 'retry' | 'deadLetter' | 'stop' | DeadLetterTo
/** What a rule can decide in a consumer group. */
export type ConsumerGroupAction = CommonAction | 'skip'
/** What a rule can decide in a share group. */
export type ShareGroupAction = CommonAction | 'release' | 'reject'

/** Decides about some errors in another way than the rest of the policy. The first rule that matches counts. */
export interface RetryRule<Action = CommonAction> {
  /** A class, a `code`, or a function that says yes to the error. */
  readonly error: ErrorMatcher
  /** `'retry'`, `'deadLetter'`, `{ deadLetter: topic }`, `'stop'`; consumer group: `'skip'`; share group: `'release'`, `'reject'`. */
  readonly action: Action
}

/** A delay of the application's own: given the attempt that failed (the first is 1) and what was thrown. */
export type OwnBackoff = (attempt: number, error: unknown) => Duration

/** What becomes of failures. On a topic, a group or the worker: merged field by field, the most specific wins. */
export interface RetryPolicy<Action = CommonAction> {
  /** Executions in all, the first included. 1 or more. Default: 5. In a share group every delivery counts as one, also one that ran nothing. */
  readonly attempts?: number | undefined
  /** How long to wait between attempts: `fixed`, `linear`, `exponential`, or a function. Default: `exponential('250ms', { max: '30s', jitter: true })`. In a share group a wait longer than half the lock is a RELEASE. */
  readonly backoff?: Backoff | OwnBackoff | undefined
  /** Rules by error, most specific first; those of the topic stand before those of the group and the worker. */
  readonly on?: readonly RetryRule<Action>[] | undefined
  /** Delays of retry topics: a failed record leaves its partition and comes back after each of them in turn. Not built yet. */
  readonly topics?: readonly Duration[] | undefined
}

/** Pauses a route that fails again and again. */
export interface BreakerOptions {
  /** Failures in a row, over all records of the route. 1 or more. */
  readonly failures: number
  /** How long the route then rests before one record is tried. */
  readonly pause: Duration
}

/** Stops dead letters from emptying a topic: more than `records` within `within` are no poison records but an outage. */
export interface FloodOptions {
  readonly records: number
  readonly within: Duration
}
