import { type Clock, isSamsaError, type SamsaError } from '@samsa/contracts'

/** How long a cluster is waited for. */
export interface Patience {
  readonly clock: Clock
  /** Longest time to reach a broker, milliseconds. */
  readonly timeoutMs: number
  /** Hears once that no broker answers yet. */
  readonly waiting: (error: SamsaError) => void
  /** Ends it early. */
  readonly signal: AbortSignal
}

const pauseMs = 500

/** Waits; a signal ends the wait. */
const pause = (clock: Clock, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.at(clock.now() + pauseMs, resolve)
    signal.addEventListener('abort', () => (cancel(), resolve()), { once: true })
  })

/** Asks until a broker answers or the time is over: a cluster that is starting is waited for, as a group that joins does. */
export const askPatiently = async <Answer>(
  ask: () => Promise<Answer>,
  { clock, timeoutMs, waiting, signal }: Patience,
): Promise<Answer> => {
  const endMs = clock.now() + timeoutMs
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await ask()
    } catch (thrown) {
      if (!isSamsaError(thrown) || !thrown.retryable || clock.now() + pauseMs > endMs || signal.aborted) throw thrown
      if (isFirst) waiting(thrown)
    }
    await pause(clock, signal)
  }
}
