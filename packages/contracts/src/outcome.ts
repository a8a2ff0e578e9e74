import { durationMs, type Duration } from './duration.js'

/** Consumer group: done, the position may advance. Returning nothing means the same. */
export interface Handled {
  readonly outcome: 'handled'
}
/** Consumer group: again in place; its lane waits, others go on. */
export interface Retry {
  readonly outcome: 'retry'
  readonly reason: string
  /** Milliseconds until it runs again; `null`: the route's backoff decides. */
  readonly afterMs: number | null
}
/** Consumer group: not handled and never will be; the position advances, an event says so. */
export interface Skip {
  readonly outcome: 'skip'
  readonly reason: string
}
/** Share group: ACCEPT, the record is acknowledged. Returning nothing means the same. */
export interface Accept {
  readonly outcome: 'accept'
}
/** Share group: RELEASE, the record is available to any member again. */
export interface Release {
  readonly outcome: 'release'
  readonly reason: string
}
/** Share group: REJECT, the record is archived. */
export interface Reject {
  readonly outcome: 'reject'
  readonly reason: string
}
/** Both kinds: to the dead-letter topic, then the position advances (consumer group) or the record is accepted (share group). */
export interface DeadLetter {
  readonly outcome: 'dead-letter'
  readonly reason: string
}

/** What `consume` may return in a consumer group, besides nothing. */
export type ConsumerGroupOutcome = Handled | Retry | Skip | DeadLetter
/** What `consume` may return in a share group, besides nothing. */
export type ShareGroupOutcome = Accept | Release | Reject | DeadLetter
/** Every outcome of either kind of group. */
export type Outcome = ConsumerGroupOutcome | ShareGroupOutcome

/** Consumer group: done. The same as returning nothing. */
export const handled: Handled = Object.freeze({ outcome: 'handled' })
/** Share group: done (ACCEPT). The same as returning nothing. */
export const accept: Accept = Object.freeze({ outcome: 'accept' })

/**
 * Consumer group: run this record again in place, after `after` (default: the route's backoff). Its lane waits.
 * Throws `SAMSA_OPTION_INVALID` where `after` is no duration.
 */
export const retry = (reason: string, options: { readonly after?: Duration | undefined } = {}): Retry =>
  Object.freeze({ outcome: 'retry', reason, afterMs: options.after === undefined ? null : durationMs(options.after) })

/** Consumer group: give up on this record; the position advances, an event carries the reason. */
export const skip = (reason: string): Skip => Object.freeze({ outcome: 'skip', reason })
/** Share group: give the record back (RELEASE); any member may get it again. */
export const release = (reason: string): Release => Object.freeze({ outcome: 'release', reason })
/** Share group: give up on this record (REJECT); the broker archives it. */
export const reject = (reason: string): Reject => Object.freeze({ outcome: 'reject', reason })
/** Both kinds: write the record to the route's dead-letter topic, then count it as done. */
export const deadLetter = (reason: string): DeadLetter => Object.freeze({ outcome: 'dead-letter', reason })

const names: Readonly<Record<Outcome['outcome'], readonly ('consumer' | 'share')[]>> = {
  'handled': ['consumer'],
  'retry': ['consumer'],
  'skip': ['consumer'],
  'accept': ['share'],
  'release': ['share'],
  'reject': ['share'],
  'dead-letter': ['consumer', 'share'],
}

/** Whether `value` is an outcome that this kind of group has. (Types say so at compile time; JavaScript needs to be asked.) Never throws. */
export function isOutcome(value: unknown, kind: 'consumer' | 'share'): value is Outcome {
  if (typeof value !== 'object' || value === null) return false
  try {
    // asked for every record of a batch: a function around this would be one more for each of them
    const { outcome } = value as { outcome?: unknown }
    return typeof outcome === 'string' && Object.hasOwn(names, outcome) && names[outcome as Outcome['outcome']].includes(kind)
  } catch {
    return false
  }
}
