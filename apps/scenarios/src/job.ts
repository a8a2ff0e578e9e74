import type { Fault } from './fault.js'
import type { HookPlays } from './hook-plays.js'

/** What a worker process of a scenario is told to do: JSON in the environment variable SCENARIO_JOB. */
export interface Job {
  readonly group: string
  /** Topics of the route; several are one route with a union of records. */
  readonly topics: readonly string[]
  readonly mode: 'record' | 'batch'
  /** `group.options({ … })`. */
  readonly options: Readonly<Record<string, unknown>>
  /** Further options of the topic route. */
  readonly route: Readonly<Record<string, unknown>>
  /** Hooks of the dead-letter policy, which are no JSON. */
  readonly hooks: HookPlays
  /** Whether keys may not be null. */
  readonly requiresKey: boolean
  /** Further properties of librdkafka. */
  readonly kafka: Readonly<Record<string, string | number | boolean>>
  readonly handler: Handler
  /** File that every call is written to. */
  readonly ledger: string
  /** Name of the process in the ledger. */
  readonly name: string
}

/** What the consumer class does with a record. */
export interface Handler {
  /** Milliseconds of asynchronous work for each record; partitions listed in `slow` take their own time. */
  readonly workMs: number
  readonly slow: Readonly<Record<number, number>>
  /** Never returns for these offsets, whatever its signal says. */
  readonly stuckAt: readonly number[]
  /** Runs longer than allowed for these offsets, but honours its signal. */
  readonly longAt: Readonly<Record<number, number>>
  /** Throws for these offsets this many times, then succeeds. */
  readonly failAt: Readonly<Record<number, number>>
  /** How it throws. */
  readonly failHow: 'rejection' | 'synchronous' | 'undefined'
  /** What goes wrong by `partition/offset` in each run of a record in this process; the last one repeats. */
  readonly faults: Readonly<Record<string, readonly Fault[]>>
  /** Every so many offsets there is a record that fails in each run; `null`: there is none. */
  readonly poisonEvery: number | null
  /** Leaves something that nobody catches while it handles these offsets, and goes on. */
  readonly looseAt: Readonly<Record<number, 'exception' | 'rejection'>>
  /** Blocks the event loop at these offsets, milliseconds, at the first attempt of the process. */
  readonly blockAt: Readonly<Record<number, number>>
  /** Whether the value is read (and so decoded). */
  readonly readsValue: boolean
  /** Whether the key is read before anything is written down. */
  readonly readsKey: boolean
  /** Name of a header that is read as text. */
  readonly readsHeader: string | null
  /** Whether a batch class settles record by record. */
  readonly settlesEach: boolean
}

/** A handler that succeeds at once. */
export const easyHandler: Handler = {
  workMs: 0,
  slow: {},
  stuckAt: [],
  longAt: {},
  failAt: {},
  failHow: 'rejection',
  faults: {},
  poisonEvery: null,
  looseAt: {},
  blockAt: {},
  readsValue: true,
  readsKey: true,
  readsHeader: null,
  settlesEach: true,
}
