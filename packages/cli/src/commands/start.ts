import { dirname } from 'node:path'
import { isSamsaError, type Logger, systemClock } from '@samsa/contracts'
import type { Command } from 'commander'
import { type SettingKey, settings } from '../config/setting.js'
import { messageOf } from '../failure.js'
import { startHealthServer } from '../health/health-server.js'
import type { Host } from '../host.js'
import { createLog } from '../log/create-log.js'
import { logEnd } from '../log/log-end.js'
import { logEvents } from '../log/log-events.js'
import { createRedactor, type Redactor } from '../log/redactor.js'
import { type Supervision, supervise } from '../process/supervise.js'
import type { PreparedWorker, Runtime, StartedWorker } from '../runtime.js'
import { addSettingFlags, addWorkerFlags, givenFlags } from './add-flags.js'
import type { CommandContext } from './command-context.js'
import { type CommandSettings, readCommandSettings } from './command-settings.js'
import { configPath, type LoadedWorker, loadWorker } from './load-worker.js'

const help = `
Examples:
  $ worker start --embedded --until-idle 3s      run everything there is, then end
  $ worker start --group billing --group mail    only these groups
  $ worker start --health-port 8080 --drain 10s

Signals: SIGTERM or SIGINT drains and ends, a second one ends at once, SIGTSTP starts nothing new.
Exit codes: 0 stopped cleanly; 1 config or routes are wrong; 2 work was cut at the deadline; 3 Kafka refused or was not reached; 4 uncaught exception.`

interface Start {
  readonly host: Host
  readonly runtime: Runtime
  readonly flags: Readonly<Record<string, unknown>>
  readonly given: CommandSettings
  readonly redactor: Redactor
  readonly log: Logger
}

/** What is wrong, a log line for each problem. */
const logFailure = (log: Logger, thrown: unknown): void => {
  const code = isSamsaError(thrown) ? thrown.code : undefined
  const problems = isSamsaError(thrown)
    ? (thrown.details.problems as readonly { readonly code: string; readonly line: string }[] | undefined)
    : undefined
  if (problems === undefined) log.error(messageOf(thrown), code === undefined ? { error: thrown } : { code })
  for (const problem of problems ?? []) log.error(problem.line, { code: problem.code })
  if (isSamsaError(thrown) && thrown.cause !== undefined) log.debug('its cause', { error: thrown.cause })
}

// open before anything connects: a port that cannot be had is found before any group is joined
const openHealth = async ({ health: { port, status } }: PreparedWorker, started: () => StartedWorker | null, log: Logger) => {
  if (port === null) return null
  const server = await startHealthServer({
    port,
    status,
    isLive: () => started()?.isLive() ?? true,
    isReady: () => started()?.isReady() ?? false,
    report: () => started()?.status() ?? { version: 1, state: 'initialized' },
  })
  log.info(`health: http://127.0.0.1:${server.port}/status`, { port: server.port })
  return server
}

const prepare = (
  { runtime, given: { settings: values, overrides }, redactor, log }: Start,
  { path, worker }: LoadedWorker,
): PreparedWorker => {
  redactor.learn(worker.options)
  return runtime.prepare(worker, {
    folder: dirname(path),
    groups: values.groups.value,
    topics: values.topics.value,
    embedded: values.embedded.value,
    untilIdleMs: values.untilIdleMs.value,
    overrides,
    logRecords: values.logRecords.value,
    log,
  })
}

/** Runs a worker from its config to its end, and answers the exit code. */
const runWorker = async (start: Start, supervision: Supervision): Promise<number> => {
  const { log } = start
  const path = configPath(start.host, start.flags)
  log.info(`config ${path}`, { path })
  const loaded = await Promise.race([loadWorker(path), supervision.endedEarly])
  if (typeof loaded === 'number') return loaded
  const prepared = prepare(start, loaded)
  let worker: StartedWorker | null = null
  const health = await openHealth(prepared, () => worker, log)
  if (supervision.hasEndedEarly()) return supervision.endedEarly
  worker = prepared.create()
  supervision.attach(worker)
  const flush = logEvents(worker, { log, clock: systemClock, logsHandled: start.given.settings.logLevel.value === 'debug', logsEnd: true })
  worker.start()
  const end = await worker.ended
  flush()
  logEnd(log, end)
  await health?.close()
  return end.exitCode
}

const superviseWorker = async (start: Start): Promise<number> => {
  const supervision = supervise(process, start.log)
  // timers and connections of a worker need not keep a process alive: this does, until the end
  const alive = setInterval(() => undefined, 2 ** 30)
  try {
    return supervision.exitCode(await runWorker(start, supervision))
  } catch (thrown) {
    logFailure(start.log, thrown)
    return supervision.exitCode(1)
  } finally {
    clearInterval(alive)
  }
}

/** Adds `worker start`. */
export const addStart = (program: Command, { host, runtime, exit }: CommandContext): void => {
  const command = program.command('start').description('Run the worker until a signal ends it.').addHelpText('after', help)
  addSettingFlags(addWorkerFlags(command), Object.keys(settings) as SettingKey[]).action(async () => {
    const flags = givenFlags(command)
    const given = readCommandSettings(host, flags)
    const redactor = createRedactor()
    const hasColors = host.stdout.isTerminal && !host.variables.NO_COLOR
    const format = given.settings.logFormat.value ?? (host.stdout.isTerminal ? 'pretty' : 'json')
    // a terminal is written to through its stream, so that an application can keep lines of its own below the log
    const stream = host.stdout.isTerminal ? host.stdout : undefined
    const log = createLog({ level: given.settings.logLevel.value, format, redactor, stream, hasColors })
    for (const problem of given.problems) log.error(problem.replace('SAMSA_OPTION_INVALID ', ''), { code: 'SAMSA_OPTION_INVALID' })
    exit(given.problems.length > 0 ? 1 : await superviseWorker({ host, runtime, flags, given, redactor, log }))
  })
}
