import type { EventMap, SamsaError } from '@samsa/contracts'

/**
 * Why a record was not handled. Beside what a call can end with: `deliveries`: it was delivered more often than it is run (share group); `starved`: at its last delivery it
 * could not be started in time (share group).
 */
export type FailureCause = EventMap['record.retried']['cause'] | 'deliveries' | 'starved'

/** What recovery decides about. */
export interface Failure {
  readonly cause: FailureCause
  /** One line, for events and dead letters. */
  readonly reason: string
  /** `null` where a handler asked for it by an outcome. */
  readonly error: SamsaError | null
  /** What was thrown, anything at all, or the error above: what rules and hooks look at. */
  readonly thrown: unknown
  /** Wait that the handler asked for with `retry(reason, { after })`, milliseconds; `null`: the policy's backoff. */
  readonly afterMs: number | null
}
