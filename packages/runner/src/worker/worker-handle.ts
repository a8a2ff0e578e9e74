import type { EventListener, EventName, SamsaError, WorkerState } from '@samsa/contracts'
import type { WorkerEnd } from './worker-end.js'
import type { WorkerStatus } from './worker-status.js'

/** How to stop. */
export interface StopOptions {
  /** How long running handlers get, milliseconds. Default: what the plan gives each group. */
  readonly drainMs?: number | undefined
  /** For the event `worker.state` and the reason of `draining`. Default: `stop`. */
  readonly reason?: string | undefined
}

/** How to end after a failure. */
export interface FailOptions {
  /** Default: 4, uncaught exception or unhandled rejection. */
  readonly exitCode?: 3 | 4 | undefined
  /** How long running handlers get to end, though nothing they do counts any more, milliseconds. Default: 5,000. */
  readonly drainMs?: number | undefined
}

/**
 * A worker that runs inside a program: no signal handlers, no `process.exit`, several in one process. A handle is used once; a new one from the same parts
 * starts again. Its timers do not keep the process alive.
 */
export interface WorkerHandle {
  readonly state: WorkerState
  /** For health and metrics: JSON-serialisable. */
  readonly status: () => WorkerStatus
  /**
   * Runs `setup`, connects and joins. Fulfilled when every group has joined; rejects with the failure that ended the worker, or with `SAMSA_STOPPED` where
   * it was stopped before. Nobody has to listen: `ended` says the same.
   */
  readonly start: () => Promise<void>
  /** Nothing new starts, the assignment is kept. Fulfilled when nothing runs any more, or the worker ends. Only a stop follows. */
  readonly quiet: () => Promise<void>
  /** Drains, settles, leaves, closes. From every state; a second call can only bring the deadline nearer. The answer is `ended`. */
  readonly stop: (options?: StopOptions) => Promise<WorkerEnd>
  /** Signals fire at once, and no handler is waited for any more: what a second signal does. From every state. */
  readonly force: (reason?: string) => Promise<WorkerEnd>
  /** Ends the worker with a failure from outside: signals fire at once, handlers get a last moment. */
  readonly fail: (error: SamsaError, options?: FailOptions) => Promise<WorkerEnd>
  /**
   * Fulfilled when for `idleMs` every group was joined, nothing was in work or waiting, and every partition was at its end; or when the worker ends.
   * Stops nothing.
   */
  readonly untilIdle: (idleMs: number) => Promise<void>
  /** Calls `listener` at every event of that name, until the function that is returned is called. */
  readonly on: <Name extends EventName>(name: Name, listener: EventListener<Name>) => () => void
  /** How the worker ended. Never rejects. */
  readonly ended: Promise<WorkerEnd>
}
