import { type Logger, SamsaError } from '@samsa/contracts'
import { messageOf } from '../failure.js'
import type { StartedWorker } from '../runtime.js'
import { listenToSignals, type SignalSource } from './process-signals.js'
import { type FailureSource, listenToUncaught } from './uncaught.js'

/** Watches over the process while a worker is loaded, started and run. */
export interface Supervision {
  /** From now on signals and failures go to this worker. */
  readonly attach: (worker: StartedWorker) => void
  /** Fulfilled with the exit code where the process is to end before there is a worker: 0 after a signal, 4 after a failure. */
  readonly endedEarly: Promise<number>
  readonly hasEndedEarly: () => boolean
  /** 4 after an uncaught exception or unhandled rejection, else `code`. */
  readonly exitCode: (code: number) => number
}

/**
 * SIGTERM and SIGINT stop the worker, a second one forces it, SIGTSTP quiets it; an uncaught exception or unhandled rejection is logged in one line and
 * fails it. Before there is a worker, each of them ends the process. This lasts as long as the process: a late signal must not change how it ends.
 */
export const supervise = (source: SignalSource & FailureSource, log: Logger): Supervision => {
  let worker: StartedWorker | null = null
  let hasFailed = false
  let hasEndedEarly = false
  let resolveEarly: (code: number) => void = () => undefined
  const endedEarly = new Promise<number>((resolve) => void (resolveEarly = resolve))
  const endEarly = (code: number): void => {
    hasEndedEarly = true
    resolveEarly(code)
  }

  listenToSignals(source, {
    stop: (signal) => {
      log.info(`${signal}: stopping`)
      if (worker === null) endEarly(0)
      else worker.stop(signal)
    },
    force: (signal) => {
      log.info(`second signal, ${signal}: ending now`)
      worker?.force(signal)
    },
    quiet: (signal) => {
      log.info(`${signal}: quieting`)
      worker?.quiet()
    },
  })
  listenToUncaught(source, (thrown, kind) => {
    const error = new SamsaError('SAMSA_UNCAUGHT', `${kind}: ${messageOf(thrown)}`, { cause: thrown })
    log.error(error.message, { code: error.code, error: thrown })
    if (hasFailed) return
    hasFailed = true
    if (worker === null) endEarly(4)
    else worker.fail(error)
  })

  return Object.freeze({
    attach: (started: StartedWorker) => void (worker = started),
    endedEarly,
    hasEndedEarly: () => hasEndedEarly,
    exitCode: (code: number) => (hasFailed ? 4 : code),
  })
}
