import { isDeclared } from '@samsa/admin'
import { SamsaError } from '@samsa/contracts'
import type { RoutingPlan } from '@samsa/routing'
import type { ShareGroupEngineOptions } from '@samsa/share-group'
import { declaredSettings } from '../settings/declared-settings.js'
import { brokerOption } from './broker-dead-letters.js'

type Judge = NonNullable<ShareGroupEngineOptions['judgeSettings']>

/** Looks whether the brokers are still told to write the dead letters of share groups as a plan declares: they check nothing themselves, and drop silently. */
export const judgeBrokerDeadLetters = (plan: RoutingPlan): Judge => {
  const declared = declaredSettings(plan)
  return ({ group, cluster }, settings) => {
    const own = declared.get(cluster)?.find((one) => one.group === group && one.deadLetterTopic !== undefined)
    const changed = own?.settings.filter((one) => one.setting === brokerOption && !isDeclared(settings.get(one.config) ?? '', one))
    if (changed === undefined || changed.length === 0) return null
    const found = changed.map(({ config, value }) => `${config}=${settings.get(config) ?? ''} (declared: ${value})`)
    const text = `group ${group}: somebody has changed ${found.join(', ')} on the broker: dead letters are not written as declared`
    return new SamsaError('SAMSA_GROUP_SETTING', `${text}: \`worker settings --apply\` sets what is declared`, {
      details: { group, cluster },
    })
  }
}
