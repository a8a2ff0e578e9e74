import type { DeclaredSettings, SettingProblem } from '@samsa/admin'
import { type RoutingPlan, type RoutingProblem, shareGroupConfigs, type ShareGroupPlan } from '@samsa/routing'
import { brokerOption, brokerSettings, brokerTopicOf, whereBroker } from '../dead-letters/broker-dead-letters.js'

/** The share groups of a plan. */
export const shareGroupsOf = (plan: RoutingPlan): readonly ShareGroupPlan[] => plan.groups.filter((group) => group.kind === 'share')

const declaredOf = (group: ShareGroupPlan): readonly DeclaredSettings[] => {
  const { id, settings: given } = group
  const policy = given?.policy ?? 'initialize'
  const settings = shareGroupConfigs(given)
  const topic = brokerTopicOf(group)
  const own = settings.length === 0 ? [] : [{ group: id, policy, settings }]
  if (topic === null) return own
  const ofBroker = brokerSettings(topic)
  // nobody may lose dead letters by leaving settings to others: those are looked at, and not set
  if (policy === 'ignore') return [...own, { group: id, policy: 'verify', settings: ofBroker, deadLetterTopic: topic }]
  return [{ group: id, policy, settings: [...settings, ...ofBroker], deadLetterTopic: topic }]
}

/** What the share groups of a plan declare, by cluster; groups that declare nothing are left out. */
export const declaredSettings = (plan: RoutingPlan): ReadonlyMap<string, readonly DeclaredSettings[]> => {
  const clusters = new Map<string, readonly DeclaredSettings[]>()
  for (const group of shareGroupsOf(plan)) {
    const declared = declaredOf(group)
    if (declared.length > 0) clusters.set(group.cluster, [...(clusters.get(group.cluster) ?? []), ...declared])
  }
  return clusters
}

/** A problem of a group's settings with its place in the plan. */
export const settingProblem = (plan: RoutingPlan, { group: id, setting, code, reason, cure }: SettingProblem): RoutingProblem => {
  const group = shareGroupsOf(plan).find((one) => one.id === id)
  const path = `shareGroup('${id}').settings${setting === null ? '' : `.${setting}`}`
  const where = group !== undefined && setting === brokerOption ? whereBroker(plan, group) : { path, places: group?.places ?? [] }
  return { severity: 'error', path: where.path, code, reason, cure, places: where.places }
}
