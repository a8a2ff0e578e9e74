/** What signals ask of a worker. */
export interface SignalTarget {
  /** SIGTERM or SIGINT: drain, settle, leave, end. */
  readonly stop: (signal: string) => void
  /** A second SIGTERM or SIGINT: end at once. */
  readonly force: (signal: string) => void
  /** SIGTSTP: start nothing new, keep the assignment. */
  readonly quiet: (signal: string) => void
}

/** Where signals come from; a Node process is one. */
export interface SignalSource {
  readonly on: (signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void) => unknown
}

/** Passes signals on to `target`. From now on they do not end the process by themselves. */
export const listenToSignals = (source: SignalSource, target: SignalTarget): void => {
  let isStopping = false
  const end = (signal: NodeJS.Signals): void => {
    if (isStopping) return target.force(signal)
    isStopping = true
    target.stop(signal)
  }
  source.on('SIGTERM', end)
  source.on('SIGINT', end)
  source.on('SIGTSTP', (signal) => target.quiet(signal))
}
