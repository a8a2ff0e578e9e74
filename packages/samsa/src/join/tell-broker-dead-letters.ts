import { type AdminPort, isSamsaError, type Logger } from '@samsa/contracts'
import type { ShareGroupPlan } from '@samsa/routing'
import { brokerTopicOf, hasOwnDeadLetters } from '../dead-letters/broker-dead-letters.js'

/** Topic that the brokers write dead letters of the group to; `null` where they do not, or where it may not be asked. */
const topicOnBroker = async (admin: Pick<AdminPort, 'describeConfigs'>, group: string): Promise<string | null> => {
  try {
    const topic = (await admin.describeConfigs('group', group))['errors.deadletterqueue.topic.name']?.value ?? ''
    return topic === '' ? null : topic
  } catch (thrown) {
    // a word to whoever reads the log is no reason not to start: not allowed, or a broker that knows no groups of this kind
    if (isSamsaError(thrown) && !thrown.retryable) return null
    throw thrown
  }
}

/** Tells of groups whose dead letters Samsa writes while somebody has told the brokers to write some as well: who writes which, and that nothing is written twice. */
export const tellBrokerDeadLetters = async (
  admin: Pick<AdminPort, 'describeConfigs'>,
  groups: readonly ShareGroupPlan[],
  log: Logger,
): Promise<void> => {
  for (const group of groups) {
    if (!hasOwnDeadLetters(group) || brokerTopicOf(group) !== null || group.settings?.policy === 'ignore') continue
    const topic = await topicOnBroker(admin, group.id)
    if (topic !== null)
      log.info(
        `the brokers write dead letters of this group, too, to ${topic}: of records that are rejected, or that reach the delivery limit unsettled; those that Samsa writes are accepted, so nothing is written twice`,
        { cluster: group.cluster, group: group.id },
      )
  }
}
