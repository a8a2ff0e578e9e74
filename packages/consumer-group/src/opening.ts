import { mapFailure } from './map-error.js'
import { failureOf, type SessionScope } from './scope.js'
import { assumedPartitions } from './settings/budget.js'
import { mapTopicPattern } from './settings/topic-pattern.js'

const metadataTimeoutMs = 5000
const metadataTries = 3

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
      const metadata = await inTime(scope, scope.driver.metadata(patterns.length > 0 ? null : [...names], { timeoutMs: metadataTimeoutMs }))
      scope.answeredByBroker()
      const wanted = metadata.topics.filter(({ topic }) => names.has(topic) || patterns.some((pattern) => pattern.test(topic)))
      return Math.max(
        1,
        wanted.reduce((sum, { partitions }) => sum + partitions.length, 0),
      )
    } catch (thrown) {
      if (isWanted()) scope.trouble(mapFailure(failureOf(thrown), false, { group, cluster, topic: null, wasJoined: false }).error)
    }
  }
  return assumedPartitions
}

/** The library's own limit should do; but a join that waits for an answer which never comes would be silent. */
function inTime<Result>({ clock }: SessionScope, request: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timedOut = { errno: -185, name: '_TIMED_OUT', message: 'no answer to the metadata request' }
    const cancel = clock.at(clock.now() + 2 * metadataTimeoutMs, () => reject(Object.assign(new Error(timedOut.message), timedOut)))
    void request.then(resolve, reject).finally(cancel)
  })
}
