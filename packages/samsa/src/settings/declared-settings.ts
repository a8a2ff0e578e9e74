import type { DeclaredSettings, SettingProblem } from '@samsa/admin'
import { type RoutingPlan, type RoutingProblem, shareGroupConfigs, type ShareGroupPlan } from '@samsa/routing'

/** The share groups of a plan. */
export const shareGroupsOf = (plan: RoutingPlan): readonly ShareGroupPlan[] => plan.groups.filter((group) => group.kind === 'share')

/** What the share groups of a plan declare, by cluster; groups that declare nothing are left out. */
export const declaredSettings = (plan: RoutingPlan): ReadonlyMap<string, readonly DeclaredSettings[]> => {
  const clusters = new Map<string, DeclaredSettings[]>()
  for (const { id, cluster, settings: given } of shareGroupsOf(plan)) {
    const settings = shareGroupConfigs(given)
    if (given === null || settings.length === 0) continue
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), { group: id, policy: given.policy, settings }])
  }
  return clusters
}

/** A problem of a group's settings with its place in the plan. */
export const settingProblem = (plan: RoutingPlan, { group, setting, code, reason, cure }: SettingProblem): RoutingProblem => ({
  severity: 'error',
  path: `shareGroup('${group}').settings${setting === null ? '' : `.${setting}`}`,
  code,
  reason,
  cure,
  places: plan.groups.find(({ id }) => id === group)?.places ?? [],
})
