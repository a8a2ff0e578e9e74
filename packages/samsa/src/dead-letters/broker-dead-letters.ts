import type { DeclaredSetting } from '@samsa/admin'
import { type RoutingPlan, type ShareGroupPlan, whereGiven } from '@samsa/routing'

/** Name of the option in reports: it stands on a route, a group or the worker. */
export const brokerOption = 'deadLetter.broker'

/** The topic that the brokers write dead letters of a share group to (KIP-1191); `null`: they are not asked to. */
export const brokerTopicOf = ({ topics }: ShareGroupPlan): string | null =>
  topics.map(({ recovery }) => recovery.deadLetter?.broker ?? null).find((topic) => topic !== null) ?? null

/** The group configs that tell the brokers to; copied records keep key and value. */
export const brokerSettings = (topic: string): readonly DeclaredSetting[] => [
  { setting: brokerOption, config: 'errors.deadletterqueue.topic.name', value: topic },
  { setting: brokerOption, config: 'errors.deadletterqueue.copy.record.enable', value: 'true' },
]

/** Where `deadLetter.broker` was given. */
export const whereBroker = (plan: RoutingPlan, group: ShareGroupPlan): { readonly path: string; readonly places: readonly string[] } => {
  const route = group.topics.find(({ recovery }) => recovery.deadLetter?.broker != null)
  if (route === undefined) throw new Error(`assertion: nobody asked the brokers for dead letters of ${group.id}`)
  return whereGiven(plan, group, route, { planName: `recovery.${brokerOption}`, option: brokerOption })
}

/** Whether Samsa writes dead letters of a group's routes. */
export const hasOwnDeadLetters = ({ topics }: ShareGroupPlan): boolean =>
  topics.some(({ recovery }) => recovery.deadLetter !== null && recovery.deadLetter.broker === null)
