/** How a call of a share group's consumer ends. `nonsense`: it returns what is no outcome. */
export type ShareEnding = 'accept' | 'release' | 'reject' | 'dead-letter' | 'throw' | 'nonsense' | 'never' | 'crash'

/**
 * What is thrown. `coded`: an error with the code `E_CODED`; `memory`: what the system answers without memory; `rolling`: at each attempt an error of another class, with
 * another text.
 */
export type ShareThrow = 'plain' | 'type' | 'coded' | 'memory' | 'undefined' | 'rolling'

/** What becomes of certain records; the first rule that fits decides. */
export interface ShareRule {
  readonly as: ShareEnding
  /** Default: every topic. */
  readonly topic?: string
  /** Default: every partition. */
  readonly partition?: number
  /** Default: every offset. */
  readonly offsets?: readonly number[]
  /** Default: every delivery. */
  readonly deliveryCounts?: readonly number[]
  /** As `context.attempt` says. Default: every attempt. */
  readonly attempts?: readonly number[]
  /** Default: `plain`. */
  readonly error?: ShareThrow
  /** Milliseconds of asynchronous work; default: the job's. */
  readonly workMs?: number
  /** Whether the work ends when the signal fires; default: true. */
  readonly heedsSignal?: boolean
}

/** The consumer class: with `consume`; with `consumeBatch`, settling record by record; with `consumeBatch`, settling nothing. */
export type ShareMode = 'record' | 'batch' | 'whole'

/** Random ends of calls, all from one seed. */
export interface Disorder {
  readonly seed: number
  /** Milliseconds of work, at most. */
  readonly mostWorkMs: number
  /** Milliseconds of the few that take longer than their lock. */
  readonly longWorkMs: number
}

/** What a hook of the recovery policy does when it is called. */
export interface HookPlay {
  /** So many calls throw, then it gives something; default: 0. */
  readonly throws?: number
  readonly gives?: unknown
  /** Whether it gives a promise of it; default: false. */
  readonly later?: boolean
}

/** Functions of the recovery policy, which are no JSON: hooks of `deadLetter`, and a backoff of one's own. */
export interface HookPlays {
  readonly topic?: HookPlay
  readonly transform?: HookPlay
  readonly headers?: HookPlay
  readonly backoff?: HookPlay
}

/** What a worker process with a share group is told to do: JSON in the environment variable SHARE_JOB. */
export interface ShareJob {
  readonly group: string
  /** Topics of the route; several are one route with a union of records. */
  readonly topics: readonly string[]
  readonly mode: ShareMode
  /** `group.settings({ … }, { policy })`. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly policy: 'initialize' | 'apply' | 'verify' | 'ignore'
  /** `group.options({ … })`. */
  readonly options: Readonly<Record<string, unknown>>
  /** Further options of the topic route. In rules, `any` is a function that says yes, `throws` one that throws, `TypeError` the class; other words are codes. */
  readonly route: Readonly<Record<string, unknown>>
  readonly hooks: HookPlays
  /** Further properties of librdkafka. */
  readonly kafka: Readonly<Record<string, string | number | boolean>>
  /** Milliseconds of asynchronous work for each record; 0: it returns at once. */
  readonly workMs: number
  readonly rules: readonly ShareRule[]
  /** What no rule decides ends at random, the same for the same delivery of a record. `null`: it is accepted. */
  readonly disorder: Disorder | null
  /** File that every call is written to. */
  readonly ledger: string
  /** Name of the process in the ledger. */
  readonly name: string
}

/** A job that accepts every record at once. */
export const easyJob: Omit<ShareJob, 'group' | 'ledger' | 'name'> = {
  topics: [],
  mode: 'record',
  // short heartbeats are the test broker's own; a group that begins at the end would miss what a scenario sends first
  settings: { offsetReset: 'earliest' },
  policy: 'initialize',
  options: {},
  route: {},
  hooks: {},
  kafka: {},
  workMs: 0,
  rules: [],
  disorder: null,
}

/** Options of a route in which whatever fails is released until its last delivery, then rejected: the bare share group. */
export const bare = { retry: { on: [{ error: 'any', action: 'release' }] }, deadLetter: false, whenExhausted: 'reject' }
