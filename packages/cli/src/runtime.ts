import type { EventMap, EventName, Logger, SamsaError, WorkerState } from '@samsa/contracts'
import type { FindSettingProblem, Worker } from '@samsa/routing'
import type { WorkerEnd } from '@samsa/runner'
import type { WorkerOverride } from './config/worker-flag.js'
import type { SettingsOptions, SettingsReport } from './settings-report.js'

/** How a worker is started by `worker start`. */
export interface StartOptions {
  /** Folder of the config: the application's package is looked for from there. */
  readonly folder: string
  /** Ids of the groups to run; empty: all. */
  readonly groups: readonly string[]
  /** Names of the topics to run; empty: all. */
  readonly topics: readonly string[]
  /** Whether to run on a broker inside this process. */
  readonly embedded: boolean
  /** Stop when everything was handled and nothing came for this long, milliseconds; `null`: run until stopped. */
  readonly untilIdleMs: number | null
  /** What flags and variables say about options of the worker. */
  readonly overrides: readonly WorkerOverride[]
  /** Whether log lines of records carry their key, value and headers. */
  readonly logRecords: boolean
  readonly log: Logger
}

/** A worker of its own, to be started once. */
export interface StartedWorker {
  /** Returns at once. */
  readonly start: () => void
  readonly state: WorkerState
  /** JSON without settings and without data of records. */
  readonly status: () => unknown
  /** Whether it moves: its event loop turns, its groups are served, no handler is past its deadline. */
  readonly isLive: () => boolean
  /** Whether every group has joined. */
  readonly isReady: () => boolean
  readonly on: <Name extends EventName>(name: Name, listener: (event: EventMap[Name]) => void) => unknown
  /** Starts nothing new; keeps the assignment. */
  readonly quiet: () => void
  /** Drains, settles, leaves, ends. */
  readonly stop: (reason: string) => void
  /** Ends at once. */
  readonly force: (reason: string) => void
  /** Ends because of a failure of the process: signals fire, at most 5 s for what runs. */
  readonly fail: (error: SamsaError) => void
  /** Never rejects. */
  readonly ended: Promise<WorkerEnd>
}

/** A worker that is ready to start: its plan has no problem. Nothing is connected yet. */
export interface PreparedWorker {
  /** Where the health server is to listen; `port` null: nowhere. */
  readonly health: { readonly port: number | null; readonly status: 'loopback' | 'public' }
  /** Makes the worker; nothing happens before its `start`. */
  readonly create: () => StartedWorker
}

/** What `worker` needs to run something: given by the package `samsa`, the only one that knows engines, producer and binding. */
export interface Runtime {
  /** Version of `samsa`. */
  readonly version: string
  /** What is wrong with a property of Kafka; `null` where nothing is. Default: properties are not looked at. */
  readonly findSettingProblem?: FindSettingProblem | undefined
  /** @throws SamsaError what is wrong with config and routes, `details.problems` has a line for each. */
  readonly prepare: (worker: Worker, options: StartOptions) => PreparedWorker
  /**
   * Holds the settings of a worker's share groups against their brokers, and sets them there where it is asked to.
   *
   * @throws SamsaError what is wrong with config and routes (`details.problems`), or how Kafka was not reached.
   */
  readonly settings: (worker: Worker, options: SettingsOptions) => Promise<SettingsReport>
}
