import { type Clock, type Logger, SamsaError } from '@samsa/contracts'
import type { RoutingPlan } from '@samsa/routing'
import type { LazyAdmin } from '../compose/lazy-admin.js'
import { problemsError } from '../compose/problems-error.js'
import { plannedDeadLetters } from '../dead-letters/planned-dead-letters.js'
import { declaredSettings, settingProblem } from '../settings/declared-settings.js'
import { askPatiently } from './ask-patiently.js'
import { type ClusterWork, prepareCluster, type PreparedCluster } from './prepare-cluster.js'

/** What clusters are prepared with. */
export interface PrepareClusters {
  readonly plan: RoutingPlan
  readonly admins: ReadonlyMap<string, LazyAdmin>
  readonly log: Logger
  readonly clock: Clock
}

// a member would learn nothing: brokers from before share groups do not answer what it asks
const tooOld = (group: string, cluster: string): SamsaError =>
  new SamsaError('SAMSA_GROUP_FAILED', `group ${group}: the brokers of this cluster know no share groups: they need Kafka 4.2 or later`, {
    details: { group, cluster },
  })

const workOf = (plan: RoutingPlan): ReadonlyMap<string, ClusterWork> => {
  const settings = new Map(
    [...declaredSettings(plan)].map(([cluster, groups]) => [cluster, groups.filter(({ policy }) => policy !== 'ignore')] as const),
  )
  const deadLetters = plannedDeadLetters(plan)
  const clusters = new Set([...settings.keys(), ...deadLetters.keys()])
  return new Map(
    [...clusters].map((cluster) => [cluster, { settings: settings.get(cluster) ?? [], deadLetters: deadLetters.get(cluster) ?? [] }]),
  )
}

const finish = ({ plan, log }: PrepareClusters, cluster: string, { settled, problems }: PreparedCluster): void => {
  const stranger = settled.find(({ knowsShareGroups }) => !knowsShareGroups)
  if (stranger !== undefined) throw tooOld(stranger.group, cluster)
  for (const { group, set } of settled)
    for (const { config, value } of set) log.info(`${config}=${value} set on the broker`, { cluster, group })
  const all = [...settled.flatMap((one) => one.problems.map((problem) => settingProblem(plan, problem))), ...problems]
  if (all.length > 0) throw problemsError(all)
}

/**
 * Sees to what has to be right on a plan's clusters before anything joins: settings of share groups, as their policies say, and dead-letter topics. Groups with the
 * policy `ignore` are not looked at.
 *
 * @returns `null` where there is nothing to see to
 */
export const prepareClusters = (options: PrepareClusters): ((signal: AbortSignal) => Promise<void>) | null => {
  const { plan, admins, log, clock } = options
  const work = [...workOf(plan)].filter(([, { settings, deadLetters }]) => settings.length + deadLetters.length > 0)
  if (work.length === 0) return null
  return async (signal) => {
    for (const [cluster, ofCluster] of work) {
      const admin = admins.get(cluster)
      if (admin === undefined) throw new Error(`assertion: no admin client of cluster ${cluster}`)
      const waiting = ({ code, message }: SamsaError): void => log.warn(message, { code, cluster })
      const ask = () => prepareCluster(admin.port(), ofCluster, clock)
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
