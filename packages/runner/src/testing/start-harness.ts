import { turns } from './turns.js'
import type { WorkerHarness } from './worker-harness.js'

/** Starts a worker on the given records of `orders`; virtual time passes until it runs. */
export async function startHarness(harness: WorkerHarness, ...records: readonly string[]): Promise<void> {
  harness.engine.append('orders', 0, ...records)
  const start = harness.worker.start()
  await turns()
  await harness.clock.advance(100)
  await start
}

/** The committed offset of the only partition of `orders`. */
export const committed = (harness: WorkerHarness): number | null => harness.engine.partition('orders').committed
