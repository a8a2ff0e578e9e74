import { createAdmin } from '@samsa/admin'
import type { Clock } from '@samsa/contracts'
import { type LazyAdmin, lazyAdmin } from './lazy-admin.js'

/** What admin clients are opened with. */
export interface AdminsOptions {
  /** Properties of librdkafka by cluster, secrets included. */
  readonly clusters: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Begins the client ids: `<name>-admin`. */
  readonly name: string
  readonly clock: Clock
  /** Longest time to reach a broker, milliseconds: one request takes no longer, and at most 5 s. */
  readonly timeoutMs: number
}

const requestTimeoutMs = 5_000

/** One admin client for each cluster, which connects when it is first used. */
export const openAdmins = ({ clusters, name, clock, timeoutMs }: AdminsOptions): ReadonlyMap<string, LazyAdmin> =>
  new Map(
    [...clusters].map(([cluster, kafka]) => [
      cluster,
      lazyAdmin(() => createAdmin({ kafka, clientId: `${name}-admin`, clock, timeoutMs: Math.min(requestTimeoutMs, timeoutMs) })),
    ]),
  )
