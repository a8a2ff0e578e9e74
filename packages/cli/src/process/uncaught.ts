/** Where failures come from that nobody caught; a Node process is one. */
export interface FailureSource {
  readonly on: (name: 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void) => unknown
  readonly off: (name: 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void) => unknown
}

/** Tells `heard` of every uncaught exception and unhandled rejection until the answer is called. From now on they do not end the process by themselves. */
export const listenToUncaught = (
  source: FailureSource,
  heard: (thrown: unknown, kind: 'uncaught exception' | 'unhandled rejection') => void,
): (() => void) => {
  const exception = (thrown: unknown): void => heard(thrown, 'uncaught exception')
  const rejection = (thrown: unknown): void => heard(thrown, 'unhandled rejection')
  source.on('uncaughtException', exception)
  source.on('unhandledRejection', rejection)
  return () => {
    source.off('uncaughtException', exception)
    source.off('unhandledRejection', rejection)
  }
}
