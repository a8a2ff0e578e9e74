import { numberOrText } from './setting.js'

/** An option of `defineWorker({ … })` that a flag and a variable can give as well. */
export interface WorkerFlag {
  /** The option's path. */
  readonly path: 'name' | 'drain' | 'startTimeout' | 'health.port' | 'health.status'
  readonly flag: `--${string}`
  readonly takes: string
  readonly variable: `SAMSA_${string}`
  /** For the help. */
  readonly about: string
}

/** Value of an option that a flag or a variable gives: checked with the plan. */
export interface WorkerOverride {
  readonly path: WorkerFlag['path']
  readonly value: unknown
  readonly origin: 'flag' | 'environment'
}

/** Flags and variables that stand before the options of the config. */
export const workerFlags: readonly WorkerFlag[] = Object.freeze([
  {
    path: 'drain',
    flag: '--drain',
    takes: '<duration>',
    variable: 'SAMSA_DRAIN',
    about: 'time that running handlers get at a stop (default: 25s)',
  },
  {
    path: 'startTimeout',
    flag: '--start-timeout',
    takes: '<duration>',
    variable: 'SAMSA_START_TIMEOUT',
    about: 'time to reach a broker at start (default: 60s)',
  },
  {
    path: 'health.port',
    flag: '--health-port',
    takes: '<port>',
    variable: 'SAMSA_HEALTH_PORT',
    about: 'GET /livez, /readyz, /status on this port; 0: any free one (default: none)',
  },
  {
    path: 'health.status',
    flag: '--health-status',
    takes: '<who>',
    variable: 'SAMSA_HEALTH_STATUS',
    about: 'who may read /status: loopback or public (default: loopback)',
  },
  {
    path: 'name',
    flag: '--name',
    takes: '<name>',
    variable: 'SAMSA_NAME',
    about: "begins every client id (default: the application's package name)",
  },
])

/** What flags and variables say about options of the worker; the stronger of the two. An empty variable says nothing. */
export const readWorkerFlags = (
  flags: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, string | undefined>>,
): readonly WorkerOverride[] =>
  workerFlags.flatMap(({ path, flag, variable }): readonly WorkerOverride[] => {
    const read = (text: unknown): unknown => (path === 'name' ? text : numberOrText(text))
    const given = flags[flag.slice(2)]
    if (given !== undefined) return [{ path, value: read(given), origin: 'flag' }]
    const text = variables[variable]
    return text === undefined || text === '' ? [] : [{ path, value: read(text), origin: 'environment' }]
  })
