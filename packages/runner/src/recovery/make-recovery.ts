import { defaultDeadLetter, type ProducerPort } from '@samsa/contracts'
import { createDeadLetterWriter, makePolicy, type DeadLetterTargets, type DeadLetterWriter } from '@samsa/dlq'
import type { GroupPlan, RouteBinding, RouteId, TopicRoutePlan } from '@samsa/routing'
import { noDeadLetters } from './no-dead-letters.js'
import { packageVersion } from './package-version.js'
import type { RouteRecovery } from './route-recovery.js'

/** What dead letters of one cluster are written with. It belongs to whoever made the worker. */
export interface DeadLetterSending {
  readonly producer: Pick<ProducerPort, 'send'>
  readonly targets: DeadLetterTargets
}

/** What the recoveries of a group's routes have in common. */
export interface RecoveryParts {
  readonly group: Pick<GroupPlan, 'id' | 'cluster' | 'kind'>
  /** Name of the worker. */
  readonly worker: string
  /** `null`: dead letters cannot be written, and are refused one by one. */
  readonly sending: DeadLetterSending | null
  /** The route of the group that a topic's records go to; `null`: the group does not consume it. */
  readonly readerOf: (topic: string) => RouteId | null
}

/** What becomes of the failures of a route: its policy, and the writer of its dead letters. */
export function makeRecovery({ recovery }: Pick<TopicRoutePlan, 'recovery'>, binding: RouteBinding, parts: RecoveryParts): RouteRecovery {
  return {
    policy: makePolicy(recovery, parts.group.kind, binding),
    writer: makeWriter(recovery, binding, parts),
    brokerTopic: recovery.deadLetter?.broker ?? null,
  }
}

function makeWriter(
  { deadLetter }: TopicRoutePlan['recovery'],
  binding: RouteBinding,
  { group, worker, sending, readerOf }: RecoveryParts,
): DeadLetterWriter {
  if (sending === null) return noDeadLetters(group.cluster)
  return createDeadLetterWriter({
    // rules may name topics of their own where the route has none
    plan: deadLetter ?? defaultDeadLetter,
    hooks: binding.deadLetter,
    ...sending,
    origin: { cluster: group.cluster, group: group.id, kind: group.kind, worker, version: packageVersion },
    // another route of the group may well read them: a desk, or a second try
    comesBack: (topic) => readerOf(topic) === binding.id,
  })
}
