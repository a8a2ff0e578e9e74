import type { Cancel, Clock } from '@samsa/contracts'
import { turns } from './turns.js'

interface Timer {
  readonly atMs: number
  readonly run: () => void
}

/** Time that stands still until it is told to go on. */
export interface VirtualClock extends Clock {
  /** Goes on by `ms`: whatever is due on the way runs at its own time, and the event loop turns after each. */
  readonly advance: (ms: number) => Promise<void>
  /** Goes on by `ms` at once, without running what is due: what a handler that blocks does to the world. */
  readonly block: (ms: number) => void
  /** How many timers wait. */
  readonly waiting: () => number
}

/** A clock for tests. Begins at `now() === 0`, and `wall()` at one million seconds after the epoch. */
export function virtualClock(): VirtualClock {
  let nowMs = 0
  const timers = new Set<Timer>()
  const nextDue = (untilMs: number): Timer | undefined => {
    let first: Timer | undefined
    for (const timer of timers) if (timer.atMs <= untilMs && (first === undefined || timer.atMs < first.atMs)) first = timer
    return first
  }
  const at = (atMs: number, run: () => void): Cancel => {
    const timer = { atMs, run }
    timers.add(timer)
    return () => void timers.delete(timer)
  }
  const advance = async (ms: number): Promise<void> => {
    const untilMs = nowMs + ms
    await turns()
    for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
      timers.delete(timer)
      nowMs = Math.max(nowMs, timer.atMs)
      timer.run()
      await turns()
    }
    nowMs = Math.max(nowMs, untilMs)
  }
  return {
    now: () => nowMs,
    wall: () => 1e9 + nowMs,
    at,
    advance,
    block: (ms) => void (nowMs += ms),
    waiting: () => timers.size,
  }
}
