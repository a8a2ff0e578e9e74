import { type DeclaredSettings, type SettledGroup, settleSettings } from '@samsa/admin'
import type { SamsaError } from '@samsa/contracts'
import type { LazyAdmin } from '../compose/lazy-admin.js'
import { askPatiently, type Patience } from '../join/ask-patiently.js'

/** What settings are settled with. */
export interface SettleClusters extends Omit<Patience, 'waiting'> {
  /** What is declared, by cluster. */
  readonly declared: ReadonlyMap<string, readonly DeclaredSettings[]>
  readonly admins: ReadonlyMap<string, LazyAdmin>
  readonly maySet: boolean
  /** Hears once for each cluster that no broker answers yet. */
  readonly waiting: (error: SamsaError, cluster: string) => void
}

/** What became of the settings of a group, and where. */
export interface SettledInCluster extends SettledGroup {
  readonly cluster: string
}

/**
 * Holds declared settings against their brokers, cluster by cluster, and sets what their policies say.
 *
 * @throws SamsaError where a cluster could not be asked: `SAMSA_NO_BROKER`, `SAMSA_AUTHENTICATION`, `SAMSA_KAFKA`, `SAMSA_KAFKA_SETTING`.
 */
export const settleClusters = async (options: SettleClusters): Promise<readonly SettledInCluster[]> => {
  const { declared, admins, clock, maySet, waiting, signal } = options
  const settled: SettledInCluster[] = []
  for (const [cluster, groups] of declared) {
    if (signal.aborted) break
    const admin = admins.get(cluster)
    if (admin === undefined) throw new Error(`assertion: no admin client of cluster ${cluster}`)
    try {
      const ask = () => settleSettings(admin.port(), groups, { clock, maySet })
      const ofCluster = await askPatiently(ask, { ...options, waiting: (error) => waiting(error, cluster) })
      settled.push(...ofCluster.map((one) => ({ ...one, cluster })))
    } finally {
      await admin.release()
    }
  }
  return settled
}
