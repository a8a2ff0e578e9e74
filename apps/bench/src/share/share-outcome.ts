import type { IdleCost } from './idle.js'
import type { Latencies } from './latency.js'
import type { CellRounds } from './throughput.js'

/** What the share bench gave; a part that was not asked for is empty. */
export interface ShareOutcome {
  readonly cells: readonly CellRounds[]
  readonly latency: { readonly latencies: readonly Latencies[]; readonly failures: ReadonlyMap<string, string> }
  readonly idle: { readonly costs: readonly IdleCost[]; readonly failures: ReadonlyMap<string, string> }
}

/** Whether every candidate ran and proved its work. */
export function isComplete({ cells, latency, idle }: ShareOutcome): boolean {
  return [...cells, latency, idle].every(({ failures }) => failures.size === 0)
}
