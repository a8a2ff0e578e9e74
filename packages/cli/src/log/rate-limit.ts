import type { Clock } from '@samsa/contracts'

/** Lets the first of many like lines through and counts the rest. */
export interface RateLimit {
  /**
   * Whether a line of this kind may be written now. Otherwise it is counted, and `report` is called once when its window ends.
   */
  readonly admit: (key: string, report: (suppressed: number) => void) => boolean
  /** Reports what is counted so far and ends all windows. */
  readonly flush: () => void
}

/** At most `limit` lines of one kind in `windowMs` milliseconds; nothing is dropped in silence, the number of the others is reported. */
export const createRateLimit = (clock: Clock, limit: number, windowMs: number): RateLimit => {
  interface Window {
    count: number
    report: (suppressed: number) => void
    readonly end: () => void
    readonly cancel: () => void
  }
  const windows = new Map<string, Window>()

  const open = (key: string, report: (suppressed: number) => void): Window => {
    const end = (): void => {
      const window = windows.get(key)
      windows.delete(key)
      if (window !== undefined && window.count > limit) window.report(window.count - limit)
    }
    const window = { count: 0, report, end, cancel: clock.at(clock.now() + windowMs, end) }
    windows.set(key, window)
    return window
  }

  return Object.freeze({
    admit: (key: string, report: (suppressed: number) => void): boolean => {
      const window = windows.get(key) ?? open(key, report)
      window.report = report
      window.count += 1
      return window.count <= limit
    },
    flush: (): void => {
      for (const window of windows.values()) {
        window.cancel()
        window.end()
      }
    },
  })
}
