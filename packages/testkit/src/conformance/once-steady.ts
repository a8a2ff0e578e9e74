const limitMs = 60_000
const betweenMs = 200
const passing: ReadonlySet<string> = new Set([
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  '_TRANSPORT',
  '_TIMED_OUT',
])

/** Makes a request of a test until the broker, which may have been restarted a moment ago, is ready for it. */
export async function onceSteady<Result>(request: () => Promise<Result>): Promise<Result> {
  const untilMs = performance.now() + limitMs
  for (;;) {
    try {
      return await request()
    } catch (thrown) {
      if (!passing.has((thrown as Error).name) || performance.now() > untilMs) throw thrown
      await new Promise((resolve) => setTimeout(resolve, betweenMs))
    }
  }
}
