import { createJsonLog, logEvents } from '@samsa/cli'
import { type Duration, durationMs, type EventListener, type EventName, type Logger, systemClock, type WorkerState } from '@samsa/contracts'
import type { RoutingPlan, Worker } from '@samsa/routing'
import type { WorkerEnd, WorkerStatus } from '@samsa/runner'
import { type Created, type Prepared, type PrepareOptions, prepareWorker } from './compose/prepare-worker.js'

/** How `startWorker` runs a worker. `undefined` counts as not given. */
export interface StartWorkerOptions {
  /** Ids of the groups to run. Default: all. */
  readonly groups?: readonly string[] | undefined
  /** Names of the topics to run. Default: all. */
  readonly topics?: readonly string[] | undefined
  /** Whether to run on a broker inside this process. Default: `false`. */
  readonly embedded?: boolean | undefined
  /** Stop when everything was handled and nothing came for this long. Default: never. */
  readonly untilIdle?: Duration | undefined
  /** Stands before the worker's own `name`. */
  readonly name?: string | undefined
  /** Stands before the worker's own `drain`. */
  readonly drain?: Duration | undefined
  /** Stands before the worker's own `startTimeout`. */
  readonly startTimeout?: Duration | undefined
  /** Hears of every event and is what `context.log` writes to. Default: one JSON object a line on the standard output, level `info`. */
  readonly log?: Logger | undefined
}

/**
 * A worker that runs in this program. Its states go forward only:
 * `initialized → starting → running → quieting → quiet → stopping → stopped | failed`.
 */
export interface WorkerHandle {
  readonly plan: RoutingPlan
  readonly state: WorkerState
  /** What health shows: JSON, `version: 1`, without settings and without data of records. */
  readonly status: () => WorkerStatus
  /** Fulfilled when every group has joined. Rejects with the first failure, or with `SAMSA_STOPPED`; nobody has to listen. */
  readonly started: Promise<void>
  /** Starts nothing new, keeps the assignment. Fulfilled when nothing runs any more. */
  readonly quiet: () => Promise<void>
  /** Drains, settles, leaves, closes. A second call can only shorten the time. Fulfilled as `ended`. */
  readonly stop: (options?: { readonly drain?: Duration | undefined }) => Promise<WorkerEnd>
  /** Signals fire now and nothing is waited for any more. Fulfilled as `ended`. */
  readonly force: () => Promise<WorkerEnd>
  /** Hears one kind of event; the answer takes it back. */
  readonly on: <Name extends EventName>(name: Name, listener: EventListener<Name>) => () => void
  /** Fulfilled when everything is closed; never rejects. `exitCode` is what `worker start` would exit with. */
  readonly ended: Promise<WorkerEnd>
}

const overridesOf = (options: StartWorkerOptions): PrepareOptions['overrides'] =>
  (['name', 'drain', 'startTimeout'] as const).flatMap((path) =>
    options[path] === undefined ? [] : [{ path, value: options[path], origin: 'flag' as const }],
  )

const closeAfter = async ({ handle, close }: Created): Promise<WorkerEnd> => {
  const end = await handle.ended
  await close(end)
  return end
}

const wrap = ({ plan }: Prepared, created: Created): WorkerHandle => {
  const { handle } = created
  const ended = closeAfter(created)
  const after = async (asked: Promise<unknown>): Promise<WorkerEnd> => {
    await asked
    return ended
  }
  return Object.freeze({
    plan,
    get state() {
      return handle.state
    },
    status: () => handle.status(),
    started: handle.start(),
    quiet: () => handle.quiet(),
    stop: ({ drain }: { readonly drain?: Duration | undefined } = {}) =>
      after(handle.stop(drain === undefined ? {} : { drainMs: durationMs(drain) })),
    force: () => after(handle.force()),
    on: handle.on,
    ended,
  })
}

/**
 * Runs a worker inside this program: no signal handlers, no `process.exit`, any number of workers in one process, and the same worker again after it
 * stopped. Returns at once; `worker start` is built on the same.
 *
 * @throws SamsaError every problem of config and routes at once, with a line for each in `details.problems`.
 */
export function startWorker(worker: Worker, options: StartWorkerOptions = {}): WorkerHandle {
  const log = options.log ?? createJsonLog(worker.options)
  const prepared = prepareWorker(worker, {
    folder: process.cwd(),
    groups: options.groups ?? [],
    topics: options.topics ?? [],
    embedded: options.embedded ?? false,
    overrides: overridesOf(options),
    logRecords: false,
    log,
  })
  const untilIdleMs = options.untilIdle === undefined ? null : durationMs(options.untilIdle)
  const created = prepared.create()
  const flush = logEvents(created.handle, { log, clock: systemClock, logsHandled: false })
  const handle = wrap(prepared, created)
  void handle.ended.then(flush)
  if (untilIdleMs !== null) void created.handle.untilIdle(untilIdleMs).then(() => created.handle.stop({ reason: 'idle' }))
  return handle
}
