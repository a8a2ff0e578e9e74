import { createAdmin, type DeclaredSettings, type SettledGroup, settleSettings } from '@samsa/admin'
import { type AdminPort, type Clock, isSamsaError, type SamsaError } from '@samsa/contracts'

/** What settings are settled with. */
export interface SettleClusters {
  /** What is declared, by cluster. */
  readonly declared: ReadonlyMap<string, readonly DeclaredSettings[]>
  /** Properties of librdkafka by cluster, secrets included. */
  readonly clusters: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Begins the client ids: `<name>-admin`. */
  readonly name: string
  readonly clock: Clock
  /** Longest time to reach a broker, milliseconds. */
  readonly timeoutMs: number
  readonly maySet: boolean
  /** Hears once for each cluster that no broker answers yet. */
  readonly waiting: (error: SamsaError, cluster: string) => void
  /** Ends it early. */
  readonly signal: AbortSignal
}

/** What became of the settings of a group, and where. */
export interface SettledInCluster extends SettledGroup {
  readonly cluster: string
}

const requestTimeoutMs = 5_000
const pauseMs = 500

/** Waits; a signal ends the wait. */
const pause = (clock: Clock, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.at(clock.now() + pauseMs, resolve)
    signal.addEventListener('abort', () => (cancel(), resolve()), { once: true })
  })

/** Tries until a broker answers or the time is over: a cluster that is starting is waited for, as a group that joins does. */
const settlePatiently = async (
  admin: AdminPort,
  cluster: string,
  declared: readonly DeclaredSettings[],
  { clock, timeoutMs, waiting, maySet, signal }: SettleClusters,
): Promise<readonly SettledGroup[]> => {
  const endMs = clock.now() + timeoutMs
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await settleSettings(admin, declared, { clock, maySet })
    } catch (thrown) {
      if (!isSamsaError(thrown) || !thrown.retryable || clock.now() + pauseMs > endMs || signal.aborted) throw thrown
      if (isFirst) waiting(thrown, cluster)
    }
    await pause(clock, signal)
  }
}

/**
 * Holds declared settings against their brokers, cluster by cluster, and sets what their policies say.
 *
 * @throws SamsaError where a cluster could not be asked: `SAMSA_NO_BROKER`, `SAMSA_AUTHENTICATION`, `SAMSA_KAFKA`, `SAMSA_KAFKA_SETTING`.
 */
export const settleClusters = async (options: SettleClusters): Promise<readonly SettledInCluster[]> => {
  const { declared, clusters, name, clock, timeoutMs, signal } = options
  const settled: SettledInCluster[] = []
  for (const [cluster, groups] of declared) {
    if (signal.aborted) break
    const kafka = clusters.get(cluster) ?? {}
    const admin = createAdmin({ kafka, clientId: `${name}-admin`, clock, timeoutMs: Math.min(requestTimeoutMs, timeoutMs) })
    try {
      settled.push(...(await settlePatiently(admin, cluster, groups, options)).map((one) => ({ ...one, cluster })))
    } finally {
      await admin.close()
    }
  }
  return settled
}
