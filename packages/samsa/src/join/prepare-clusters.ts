import type { Clock, Logger, SamsaError } from '@samsa/contracts'
import type { RoutingPlan } from '@samsa/routing'
import type { LazyAdmin } from '../compose/lazy-admin.js'
import { problemsError } from '../compose/problems-error.js'
import { hasOwnDeadLetters } from '../dead-letters/broker-dead-letters.js'
import { plannedDeadLetters } from '../dead-letters/planned-dead-letters.js'
import { noShareGroups } from '../settings/no-share-groups.js'
import { declaredSettings, settingProblem, shareGroupsOf } from '../settings/declared-settings.js'
import { askPatiently } from './ask-patiently.js'
import { type ClusterWork, prepareCluster, type PreparedCluster } from './prepare-cluster.js'

/** What clusters are prepared with. */
export interface PrepareClusters {
  readonly plan: RoutingPlan
  readonly admins: ReadonlyMap<string, LazyAdmin>
  readonly log: Logger
  readonly clock: Clock
}

const workOf = (plan: RoutingPlan): ReadonlyMap<string, ClusterWork> => {
  const declared = declaredSettings(plan)
  const deadLetters = plannedDeadLetters(plan)
  return new Map(
    [...new Set(plan.groups.map(({ cluster }) => cluster))].map((cluster) => [
      cluster,
      {
        settings: (declared.get(cluster) ?? []).filter(({ policy }) => policy !== 'ignore'),
        deadLetters: deadLetters.get(cluster) ?? [],
        groups: shareGroupsOf(plan).filter((group) => group.cluster === cluster && hasOwnDeadLetters(group)),
      },
    ]),
  )
}

const finish = ({ plan, log }: PrepareClusters, cluster: string, { settled, problems }: PreparedCluster): void => {
  const stranger = settled.find(({ knowsShareGroups }) => !knowsShareGroups)
  if (stranger !== undefined) throw noShareGroups(stranger.group, cluster)
  for (const { group, set } of settled)
    for (const { config, value } of set) log.info(`${config}=${value} set on the broker`, { cluster, group })
  const all = [...settled.flatMap((one) => one.problems.map((problem) => settingProblem(plan, problem))), ...problems]
  if (all.length > 0) throw problemsError(all)
}

/**
 * Sees to what has to be right on a plan's clusters before anything joins: settings of share groups, as their policies say, what brokers need to write dead letters, and the
 * topics that Samsa writes them to.
 *
 * @returns `null` where there is nothing to see to
 */
export const prepareClusters = (options: PrepareClusters): ((signal: AbortSignal) => Promise<void>) | null => {
  const { plan, admins, log, clock } = options
  const work = [...workOf(plan)].filter(([, { settings, deadLetters, groups }]) => settings.length + deadLetters.length + groups.length > 0)
  if (work.length === 0) return null
  return async (signal) => {
    for (const [cluster, ofCluster] of work) {
      const admin = admins.get(cluster)
      if (admin === undefined) throw new Error(`assertion: no admin client of cluster ${cluster}`)
      const waiting = ({ code, message }: SamsaError): void => log.warn(message, { code, cluster })
      const ask = () => prepareCluster(admin.port(), ofCluster, { clock, log })
      try {
        const prepared = await askPatiently(ask, { clock, timeoutMs: plan.worker.startTimeoutMs, waiting, signal })
        if (signal.aborted) return
        finish(options, cluster, prepared)
      } finally {
        await admin.release()
      }
    }
  }
}
