import type { ShareGroupPlan } from './plan/group-plan.js'
import type { RoutingPlan } from './plan/routing-plan.js'
import type { RoutingProblem } from './plan/routing-problem.js'
import type { ShareTopicRoutePlan } from './plan/topic-route-plan.js'
import { type Warn, warnOfRecovery } from './recovery-warnings.js'

/** What holds on a broker where nobody has set anything. */
const kafkaDefaults = { lockMs: 30_000, sessionTimeoutMs: 45_000, maxSize: 200 } as const
const longestMarginMs = 2_000
/** Members that a route begins with where the engine chooses. */
const firstMembers = 2

/** What of a plan runs and may not do what is expected of it, as far as that can be known without connecting: `worker check` tells it. Pure. */
export function findWarnings(plan: RoutingPlan): readonly RoutingProblem[] {
  const found: RoutingProblem[] = []
  const warn: Warn = (path, reason, cure, places) => {
    // what a worker or group says concerns each of its routes, and is told once
    if (!found.some((one) => one.path === path && one.reason === reason))
      found.push(Object.freeze({ severity: 'warning', code: 'SAMSA_ROUTE_RISKY', path, reason, cure, places }))
  }
  for (const group of plan.groups) {
    for (const route of group.topics) warnOfRecovery(plan, group, route, warn)
    if (group.kind !== 'share') continue
    warnOfOffsetReset(group, warn)
    warnOfMembers(group, warn)
    for (const route of group.topics) warnOfTimeout(group, route, warn)
  }
  return Object.freeze(found)
}

const pathOf = ({ id }: ShareGroupPlan): string => `shareGroup('${id}')`

function warnOfOffsetReset(group: ShareGroupPlan, warn: Warn): void {
  if (group.settings?.offsetReset != null) return
  warn(
    `${pathOf(group)}.settings.offsetReset`,
    "it is not declared, and a group begins at 'latest' then: records from before its first join are never delivered",
    "declare offsetReset: 'earliest', or 'latest' where that is meant",
    group.places,
  )
}

function warnOfMembers(group: ShareGroupPlan, warn: Warn): void {
  const { members } = group.options
  const path = `${pathOf(group)}.options.members`
  if (members === 1) {
    const timeoutMs = group.settings?.sessionTimeoutMs ?? kafkaDefaults.sessionTimeoutMs
    warn(
      path,
      `with one member a slow record holds up its route, and the partitions of a killed process wait for its session timeout (${timeoutMs} ms)`,
      'leave it out, or have more members than partitions over at least two workers',
      group.places,
    )
  }
  const inWorker = (members ?? firstMembers) * group.topics.length
  if (inWorker > kafkaDefaults.maxSize) {
    warn(
      path,
      `${inWorker} members in each worker (${members ?? firstMembers} for each of ${group.topics.length} routes), and a broker takes ${kafkaDefaults.maxSize} in a group`,
      'have fewer, divide the topics among groups, or see that group.share.max.size is larger on the brokers',
      group.places,
    )
  }
}

function warnOfTimeout(group: ShareGroupPlan, route: ShareTopicRoutePlan, warn: Warn): void {
  if (route.timeoutMs === null) return
  const declaredMs = group.settings?.lockDurationMs ?? null
  const lockMs = declaredMs ?? kafkaDefaults.lockMs
  const marginMs = Math.min(longestMarginMs, lockMs / 10)
  if (route.timeoutMs <= lockMs - marginMs) return
  const lock = declaredMs === null ? `lock (${lockMs} ms, Kafka's default)` : `lock (${lockMs} ms)`
  warn(
    `${pathOf(group)}.topic(${route.topics.map((name) => `'${name}'`).join(', ')}).timeout`,
    `${route.timeoutMs} ms do not fit the ${lock}: \`signal\` fires ${marginMs} ms before its end, and the timeout never does`,
    `write ${lockMs - marginMs} ms or less, or declare a longer lockDuration`,
    [route.place],
  )
}
