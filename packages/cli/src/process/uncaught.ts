/** Where failures come from that nobody caught; a Node process is one. */
export interface FailureSource {
  readonly on: (name: 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void) => unknown
}

/** Tells `heard` of every uncaught exception and unhandled rejection. From now on they do not end the process by themselves. */
export const listenToUncaught = (
  source: FailureSource,
  heard: (thrown: unknown, kind: 'uncaught exception' | 'unhandled rejection') => void,
): void => {
  source.on('uncaughtException', (thrown) => heard(thrown, 'uncaught exception'))
  source.on('unhandledRejection', (thrown) => heard(thrown, 'unhandled rejection'))
}
