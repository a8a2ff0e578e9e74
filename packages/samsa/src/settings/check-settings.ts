import { type Clock, type Logger, SamsaError } from '@samsa/contracts'
import type { RoutingPlan } from '@samsa/routing'
import { problemsError } from '../compose/problems-error.js'
import { declaredSettings, settingProblem } from './declared-settings.js'
import { settleClusters, type SettleClusters, type SettledInCluster } from './settle-clusters.js'

/** What the settings of a worker's share groups are checked with. */
export interface CheckSettings {
  readonly plan: RoutingPlan
  readonly clusters: ReadonlyMap<string, Readonly<Record<string, string>>>
  readonly name: string
  readonly log: Logger
  readonly clock: Clock
}

const tell = (log: Logger, { cluster, group, set }: SettledInCluster): void => {
  for (const { config, value } of set) log.info(`${config}=${value} set on the broker`, { cluster, group })
}

// a member would learn nothing: brokers from before share groups do not answer what it asks
const tooOld = ({ group, cluster }: SettledInCluster): SamsaError =>
  new SamsaError('SAMSA_GROUP_FAILED', `group ${group}: the brokers of this cluster know no share groups: they need Kafka 4.2 or later`, {
    details: { group, cluster },
  })

/**
 * Sees to the settings of a plan's share groups before anything joins, as their policies say. Groups with the policy `ignore` are not looked at.
 *
 * @returns `null` where nothing is declared
 */
export const checkSettings = ({ plan, clusters, name, log, clock }: CheckSettings): ((signal: AbortSignal) => Promise<void>) | null => {
  const declared = new Map(
    [...declaredSettings(plan)]
      .map(([cluster, groups]) => [cluster, groups.filter(({ policy }) => policy !== 'ignore')] as const)
      .filter(([, groups]) => groups.length > 0),
  )
  if (declared.size === 0) return null
  return async (signal) => {
    const timeoutMs = plan.worker.startTimeoutMs
    const waiting: SettleClusters['waiting'] = ({ code, message }, cluster) => log.warn(message, { code, cluster })
    const settled = await settleClusters({ declared, clusters, name, clock, timeoutMs, maySet: true, waiting, signal })
    if (signal.aborted) return
    const stranger = settled.find(({ knowsShareGroups }) => !knowsShareGroups)
    if (stranger !== undefined) throw tooOld(stranger)
    for (const one of settled) tell(log, one)
    const problems = settled.flatMap((one) => one.problems.map((problem) => settingProblem(plan, problem)))
    if (problems.length > 0) throw problemsError(problems)
  }
}
