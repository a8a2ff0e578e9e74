import type { EventMap } from '@samsa/contracts'

/** A call of a class that runs: of its handler, or of a hook. */
export interface RunningCall {
  /** The same object for all calls of one lane; together with `sinceMs` it names the call. */
  readonly lane: object
  /** When it began, on the clock. */
  readonly sinceMs: number
  readonly className: string
  /** How long it may run before the worker gives up, milliseconds. */
  readonly stuckAfterMs: number
  readonly topic: string
  readonly partition: number
  /** Offset of the record, or first of the batch, in work; `null` where a hook runs that belongs to none. */
  readonly offset: number | null
  /** The hook that runs; `null`: the handler. */
  readonly hook: EventMap['hook.failed']['hook'] | null
}
