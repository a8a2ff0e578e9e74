import type { ConsumerGroupSubscription, InitialOffset, ShareGroupSubscription, SubscribedTopic, Subscription } from '@samsa/contracts'
import type { GroupPlan } from '@samsa/routing'

/** What a group's engine is told besides the plan. */
export interface SubscriptionParts {
  /** Properties of librdkafka as text, secrets included. */
  readonly kafka: Readonly<Record<string, string>>
  readonly clientId: string
}

const earliest: InitialOffset = Object.freeze({ from: 'earliest' })
/** Share groups have no option for it yet. */
const shareBufferBytes = 32 * 1024 ** 2

/** What a group's engine is told, from its plan. Pure. */
export function mapSubscription(group: GroupPlan, parts: SubscriptionParts): Subscription {
  return {
    group: group.id,
    cluster: group.cluster,
    topics: subscribedTopics(group),
    kafka: parts.kafka,
    clientId: parts.clientId,
    drainMs: group.drainMs,
    bufferBytes: group.kind === 'consumer' ? group.options.bufferBytes : shareBufferBytes,
    isolation: group.kind === 'consumer' ? group.options.isolation : 'read_committed',
    options: groupOptions(group),
  }
}

function subscribedTopics(group: GroupPlan): readonly SubscribedTopic[] {
  return group.topics.flatMap((route) => {
    const initialOffset = route.initialOffset ?? earliest
    return [
      ...route.topics.map((name) => ({ name, pattern: false, initialOffset })),
      ...route.patterns.map((name) => ({ name, pattern: true, initialOffset })),
    ]
  })
}

function groupOptions(group: GroupPlan): ConsumerGroupSubscription | ShareGroupSubscription {
  if (group.kind === 'consumer') {
    const { protocol, assignor, instanceId, commit, commitIntervalMs } = group.options
    return { kind: 'consumer', protocol, assignor, instanceId, commit, commitIntervalMs }
  }
  const concurrency = group.topics.reduce((sum, route) => sum + route.concurrency, 0)
  return { kind: 'share', concurrency, members: group.options.members }
}
