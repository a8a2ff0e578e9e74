/** How a call of a share group's consumer ends. */
export type ShareEnding = 'accept' | 'release' | 'reject' | 'dead-letter' | 'throw' | 'never' | 'crash'

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
  /** Milliseconds of asynchronous work; default: the job's. */
  readonly workMs?: number
  /** Whether the work ends when the signal fires; default: true. */
  readonly heedsSignal?: boolean
}

/** Random ends of calls, all from one seed. */
export interface Disorder {
  readonly seed: number
  /** Milliseconds of work, at most. */
  readonly mostWorkMs: number
  /** Milliseconds of the few that take longer than their lock. */
  readonly longWorkMs: number
}

/** What a worker process with a share group is told to do: JSON in the environment variable SHARE_JOB. */
export interface ShareJob {
  readonly group: string
  /** Topics of the route; several are one route with a union of records. */
  readonly topics: readonly string[]
  readonly mode: 'record' | 'batch'
  /** `group.settings({ … }, { policy })`. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly policy: 'initialize' | 'apply' | 'verify' | 'ignore'
  /** `group.options({ … })`. */
  readonly options: Readonly<Record<string, unknown>>
  /** Further options of the topic route. */
  readonly route: Readonly<Record<string, unknown>>
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
  kafka: {},
  workMs: 0,
  rules: [],
  disorder: null,
}
