import type { Clock } from '@samsa/contracts'
import type { GroupRunner } from '../group/group-runner.js'

/** Longest time between two looks, milliseconds. */
const longestLookMs = 100

/**
 * Fulfilled when for `idleMs` every group was joined and held its assignment, nothing was in work or waiting, every partition was at its end, and nothing
 * was settled; or when `over` says that there is nothing to wait for any more.
 *
 * @param groupsNow the worker's groups; `null` while it has none yet
 */
export function untilIdle(
  groupsNow: () => readonly GroupRunner[] | null,
  idleMs: number,
  clock: Clock,
  over: () => boolean,
): Promise<void> {
  const everyMs = Math.max(1, Math.min(longestLookMs, idleMs / 4))
  let sinceMs: number | null = null
  let seen = -1
  return new Promise((resolve) => {
    const look = (): void => {
      if (over()) return resolve()
      const nowMs = clock.now()
      const groups = groupsNow()
      const settled = groups?.reduce((sum, { counters }) => sum + counters.settled + counters.retried + counters.released, 0) ?? 0
      const idle = groups !== null && settled === seen && groups.every((group) => group.idle)
      seen = settled
      sinceMs = idle ? (sinceMs ?? nowMs) : null
      if (sinceMs !== null && nowMs - sinceMs >= idleMs) return resolve()
      clock.at(nowMs + everyMs, look)
    }
    look()
  })
}
