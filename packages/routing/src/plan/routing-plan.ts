import type { GroupPlan } from './group-plan.js'
import type { Origin } from './origin.js'

/** What a worker will run: frozen, JSON-serialisable, every duration in milliseconds, every size in bytes, defaults filled in, secrets replaced. */
export interface RoutingPlan {
  readonly version: 1
  readonly worker: WorkerPlan
  /** By name. Properties of librdkafka as text; sensitive values are replaced. */
  readonly clusters: Readonly<Record<string, ClusterPlan>>
  readonly groups: readonly GroupPlan[]
  /** Where values were given, by path; what is not named is a default: `worker.drainMs`, `group(billing).topic(orders).timeoutMs`. */
  readonly origins: Readonly<Record<string, Origin>>
}

/** What concerns the whole worker. */
export interface WorkerPlan {
  /** Begins every client id; `null`: the application's package name. */
  readonly name: string | null
  readonly drainMs: number
  readonly startTimeoutMs: number
  /** `port` null: no health server. */
  readonly health: { readonly port: number | null; readonly status: 'loopback' | 'public' }
  /** `file:line` of the `defineWorker` call; `null` where there is none. */
  readonly place: string | null
}

/** A cluster that groups connect to. */
export interface ClusterPlan {
  readonly kafka: Readonly<Record<string, string>>
}
