import { type DeclaredSettings, type SettledGroup, settleSettings } from '@samsa/admin'
import type { AdminPort, Clock, Logger } from '@samsa/contracts'
import { prepareDeadLetterTopics } from '@samsa/dlq'
import type { RoutingProblem, ShareGroupPlan } from '@samsa/routing'
import type { PlannedDeadLetters } from '../dead-letters/planned-dead-letters.js'
import { tellBrokerDeadLetters } from './tell-broker-dead-letters.js'

/** What has to be right on a cluster before anything joins. */
export interface ClusterWork {
  readonly settings: readonly DeclaredSettings[]
  readonly deadLetters: readonly PlannedDeadLetters[]
  /** Share groups whose dead letters Samsa writes. */
  readonly groups: readonly ShareGroupPlan[]
}

/** What was found there, and done. */
export interface PreparedCluster {
  readonly settled: readonly SettledGroup[]
  /** Of dead-letter topics. */
  readonly problems: readonly RoutingProblem[]
}

/** Sees to the settings of share groups, and then to dead-letter topics: nothing is created where a setting has a problem. May be done again where it was interrupted. */
export const prepareCluster = async (
  admin: AdminPort,
  { settings, deadLetters, groups }: ClusterWork,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): Promise<PreparedCluster> => {
  const settled = await settleSettings(admin, settings, { clock, maySet: true })
  if (settled.some(({ problems, knowsShareGroups }) => problems.length > 0 || !knowsShareGroups)) return { settled, problems: [] }
  const found = await prepareDeadLetterTopics(admin, deadLetters)
  if (found.length === 0) await tellBrokerDeadLetters(admin, groups, log)
  const placesOf = (route: string): readonly string[] => deadLetters.find((one) => one.route === route)?.places ?? []
  return {
    settled,
    problems: found.map(({ route, target, code, reason, cure }) => ({
      severity: 'error',
      path: route,
      code,
      reason: `dead letters cannot go to ${target}: ${reason}`,
      cure,
      places: placesOf(route),
    })),
  }
}
