import type { BatchOptions, BreakerOptions, Duration, FloodOptions, Problem, RetryPolicy } from '@samsa/contracts'

/** Bounds how many records a route starts in a time. */
export interface RateLimit {
  /** 1 or more. */
  readonly records: number
  readonly per: Duration
}

type BatchOptionsOf<C> = [C] extends [new (...args: never[]) => { readonly consume: (...args: never[]) => unknown }]
  ? Problem<'batch: {…} is for classes with consumeBatch(); this class has consume()'>
  : BatchOptions

/** The recovery policy, wherever it is given: topic, group or worker. Merged field by field, the most specific wins. */
export interface RecoveryOptions<Action, DeadLetter, Exhausted> {
  /** When a failed record runs again. Default: `{ attempts: 5, backoff: exponential('250ms', { max: '30s', jitter: true }) }`. */
  readonly retry?: RetryPolicy<Action> | undefined
  /** Where records go that cannot be handled: `true` (default) is `dlq.<topic>`; a topic or its name; `{ … }`; `false`: nowhere, `whenExhausted` says what happens. */
  readonly deadLetter?: DeadLetter | undefined
  /** What becomes of a record without attempts where `deadLetter` is `false`: it has to be said then. Consumer group: `'hold'`, `'skip'`, `'stop'`; share group: `'reject'`, `'stop'`. */
  readonly whenExhausted?: Exhausted | undefined
  /** Rests a route that fails again and again. Not built yet. */
  readonly breaker?: BreakerOptions | undefined
  /** Stops a flood of dead letters. Not built yet. */
  readonly flood?: FloodOptions | undefined
}

/** What the routes of both kinds of group take. */
export interface RouteOptions<C, Step> {
  /**
   * Records (batches, for `consumeBatch`) in work at once in this route and worker, 1 or more.
   * Default: one for each assigned partition (consumer group); 10 (share group).
   */
  readonly concurrency?: number | undefined
  /** Longest time for one call; then `context.signal` fires. Default: none; in a share group the lock. */
  readonly timeout?: Duration | undefined
  /** Time after which a call counts as stuck, which health shows. Default: 10 × `timeout`, or 30 minutes. */
  readonly stuckAfter?: Duration | undefined
  /** Size of batches; for `consumeBatch` classes only. */
  readonly batch?: BatchOptionsOf<C> | undefined
  /** Steps around every call, outermost first. Not built yet. */
  readonly middleware?: readonly Step[] | undefined
  /** Most records started in a time. Not built yet. */
  readonly rateLimit?: RateLimit | undefined
  /** Age (by the record's timestamp) above which a record is not run any more. Not built yet. */
  readonly expire?: Duration | undefined
}
