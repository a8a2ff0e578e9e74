/** What is known of a member whose records are all in work. */
export interface LendLoad {
  /** How long it has had nothing more to give out, milliseconds. */
  readonly waitsMs: number
  /** Records that wait to be given out, over all members. */
  readonly queued: number
  /** Records in work, over all members. */
  readonly inWork: number
  readonly concurrency: number
  /** Whether another member has nothing in hand. */
  readonly isAnotherIdle: boolean
  /** Milliseconds between two heartbeats: another member hears of new partitions only then. */
  readonly heartbeatMs: number
}

const leastMs = 1000

/**
 * Whether a member leaves the group while its last records are in work, which stay locked for it: until they end it fetches nothing, and its partitions would wait with it though
 * another member is free to serve them.
 */
export function decideLend({ waitsMs, queued, inWork, concurrency, isAnotherIdle, heartbeatMs }: LendLoad): boolean {
  return isAnotherIdle && queued === 0 && inWork < concurrency && waitsMs >= Math.max(leastMs, heartbeatMs)
}
