import { SamsaError } from '@samsa/contracts'
import type { GroupDriver } from './driver.js'
import { mapFailure } from './map-error.js'
import { failureOf, type SessionScope } from './scope.js'
import { assumedPartitions } from './settings/budget.js'
import type { ProtocolChoice } from './settings/protocol.js'
import { groupSettings } from './settings/settings.js'
import { mapTopicPattern } from './settings/topic-pattern.js'

const metadataTimeoutMs = 5000
const metadataTries = 3

/** Opens a handle for so many partitions. Throws `SAMSA_KAFKA_SETTING` where librdkafka refuses a property. */
export function openDriver(
  scope: Pick<SessionScope, 'subscription' | 'options' | 'library'>,
  choice: ProtocolChoice,
  partitions: number,
  wake: () => void,
): GroupDriver {
  try {
    return scope.library.open(groupSettings(scope.subscription, scope.options, choice, partitions), wake)
  } catch (thrown) {
    const { property, text } = thrown as { property?: unknown; text?: unknown }
    // anything else, above all a library that cannot be loaded, has a message and a code of its own
    if (property === undefined) throw thrown
    throw new SamsaError('SAMSA_KAFKA_SETTING', `kafka setting ${property === null ? '' : `${String(property)} `}refused: ${String(text)}`, {
      details: { property, group: scope.subscription.group },
      cause: thrown,
    })
  }
}

/** What the library is subscribed to: names as they are, patterns as Kafka reads them. */
export function subscribedNames(scope: Pick<SessionScope, 'subscription'>): string[] {
  return scope.subscription.topics.map(({ name, pattern }) => (pattern ? mapTopicPattern(name) : name))
}

/**
 * How many partitions the group's topics have now. Asked before the group is joined, on a connection that joining needs anyway; where no broker answers within
 * three tries it is {@link assumedPartitions}, so that joining is never held up for good.
 */
export async function countPartitions(scope: SessionScope, isWanted: () => boolean): Promise<number> {
  const { topics, group, cluster } = scope.subscription
  const patterns = topics.filter(({ pattern }) => pattern).map(({ name }) => new RegExp(name))
  const names = new Set(topics.filter(({ pattern }) => !pattern).map(({ name }) => name))
  for (let tries = 0; tries < metadataTries && isWanted(); tries++) {
    try {
      const metadata = await scope.driver.metadata(patterns.length > 0 ? null : [...names], { timeoutMs: metadataTimeoutMs })
      scope.answeredByBroker()
      const wanted = metadata.topics.filter(({ topic }) => names.has(topic) || patterns.some((pattern) => pattern.test(topic)))
      return Math.max(1, wanted.reduce((sum, { partitions }) => sum + partitions.length, 0))
    } catch (thrown) {
      if (isWanted()) scope.trouble(mapFailure(failureOf(thrown), false, { group, cluster, topic: null, wasJoined: false }).error)
    }
  }
  return assumedPartitions
}
