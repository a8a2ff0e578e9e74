/** Takes back something that was planned; calling it twice, or after it ran, does nothing. */
export type Cancel = () => void

/** Time, injected: production uses the system's, tests and the testing kit a virtual one. */
export interface Clock {
  /** Monotonic milliseconds; only differences mean something. */
  readonly now: () => number
  /** Milliseconds since the epoch, for logs, headers and users. */
  readonly wall: () => number
  /** Runs `run` once, when `now()` has reached `atMs` (monotonic). Does not keep the process alive by itself. */
  readonly at: (atMs: number, run: () => void) => Cancel
}

const longestTimerMs = 2 ** 31 - 1

/** The system's clock: `performance.now()`, `Date.now()` and unreferenced timers. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  at: (atMs, run) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const arm = (): void => {
      const leftMs = atMs - performance.now()
      // setTimeout overflows at 2^31 ms and would fire at once: long waits are armed again
      timer = setTimeout(leftMs > longestTimerMs ? arm : run, Math.max(0, Math.min(leftMs, longestTimerMs)))
      timer.unref()
    }
    arm()
    return () => clearTimeout(timer)
  },
}
