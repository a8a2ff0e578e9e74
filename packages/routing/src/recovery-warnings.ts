import { backoffDelayMs, type BackoffPlan } from '@samsa/contracts'
import type { GroupPlan, ShareGroupPlan } from './plan/group-plan.js'
import type { Origin } from './plan/origin.js'
import type { RoutingPlan } from './plan/routing-plan.js'
import type { TopicRoutePlan } from './plan/topic-route-plan.js'
import { whereGiven } from './where-given.js'

/** What holds on a broker where nobody has set anything. */
const kafkaDefaults = { lockMs: 30_000, deliveryCountLimit: 5 } as const
/** What a lane waits for one record before it is worth a word. */
const longWaitMs = 3_600_000

/** A route whose policy is looked at, and how to tell of it. */
interface Looked {
  readonly group: GroupPlan
  readonly route: TopicRoutePlan
  readonly originOf: (planName: string) => Origin
  /** `option`: as it is written, with its name in the plan. */
  readonly warn: (option: string, reason: string, cure: string, planName?: string) => void
}

/** Tells of one warning: path, reason, cure, places. */
export type Warn = (path: string, reason: string, cure: string, places: readonly string[]) => void

/** What of the recovery policy of a route works and may not do what is expected of it. */
export function warnOfRecovery(plan: RoutingPlan, group: GroupPlan, route: TopicRoutePlan, warn: Warn): void {
  const given = (option: string, planName = `recovery.${option}`): ReturnType<typeof whereGiven> =>
    whereGiven(plan, group, route, { planName, option }, 'default')
  const looked: Looked = {
    group,
    route,
    originOf: (planName) => given('', planName).origin,
    warn: (option, reason, cure, planName) => {
      const { path, places } = given(option, planName)
      warn(path, reason, cure, places)
    },
  }
  warnOfAttempts(looked)
  if (!plan.groups.some(({ topics }) => topics.some(({ recovery }) => recovery.deadLetter === null))) warnOfExhausted(looked)
  if (group.kind === 'share') {
    warnOfDeliveries(looked, group)
    warnOfStops(looked, group)
  } else warnOfWaits(looked)
  warnOfTargets(looked)
  warnOfReports(plan, group, route, warn)
  if (group.kind === 'share') warnOfRejects(looked, group)
}

const longestWaitMs = (backoff: BackoffPlan, attempts: number): number =>
  backoff.kind === 'own' || attempts < 2 ? 0 : backoffDelayMs(backoff.jitter ? { ...backoff, jitter: false } : backoff, attempts - 1)

function warnOfAttempts({ group, route, warn }: Looked): void {
  if (route.recovery.retry.attempts > 1) return
  if (group.kind === 'share')
    warn(
      'retry.attempts',
      'every delivery counts as an attempt, also one that ran nothing: after the crash or stop of a worker its records are given up without being run',
      'write at least 2',
    )
  if (route.shape === 'batch')
    warn(
      'retry.attempts',
      'a batch that throws has no attempt left in which its records run one by one: all that are not settled are given up together',
      'write at least 2, or settle each record: batch.settle(record, …)',
    )
}

const rank: Readonly<Record<Origin, number>> = { flag: 4, environment: 4, route: 3, group: 2, worker: 1, default: 0 }

function warnOfExhausted({ route, originOf, warn }: Looked): void {
  const { deadLetter, whenExhausted } = route.recovery
  if (deadLetter === null || whenExhausted === null) return
  const outer = Math.max(rank[originOf('recovery.deadLetter.topic')], rank[originOf('recovery.deadLetter.broker')])
  if (rank[originOf('recovery.whenExhausted')] >= outer)
    warn('whenExhausted', 'it says nothing where there are dead letters: they are what happens', 'leave it out, or write deadLetter: false')
}

function warnOfDeliveries({ route, warn }: Looked, { settings }: ShareGroupPlan): void {
  const { retry, deadLetter } = route.recovery
  const lockMs = settings?.lockDurationMs ?? kafkaDefaults.lockMs
  const waitMs = longestWaitMs(retry.backoff, retry.attempts)
  if (waitMs > lockMs / 2)
    warn(
      'retry.backoff',
      `waits of up to ${waitMs} ms are longer than half the lock (${lockMs} ms): the record is released instead of waited with, and comes back at once, which spends a delivery`,
      `wait at most ${Math.floor(lockMs / 2)} ms (max), have fewer attempts, or declare a longer lockDuration`,
    )
  const limit = settings?.deliveryCountLimit ?? kafkaDefaults.deliveryCountLimit
  if (deadLetter?.afterDeliveries == null || deadLetter.afterDeliveries < limit || deadLetter.broker !== null) return
  warn(
    'deadLetter.afterDeliveries',
    `a crash in delivery ${limit} leaves no further one${settings?.deliveryCountLimit == null ? " (Kafka's default limit)" : ''}: the broker archives the record, and nothing is written`,
    `write at most ${limit - 1}, which is the default`,
  )
}

/** Where nobody writes dead letters. */
function warnOfStops({ route, warn }: Looked, { settings }: ShareGroupPlan): void {
  const { deadLetter, whenExhausted, retry } = route.recovery
  if (deadLetter !== null) return
  const limit = settings?.deliveryCountLimit ?? kafkaDefaults.deliveryCountLimit
  const reason = `each stop spends a delivery of the record that it is for: after delivery ${limit} the broker archives it, and no start gets it again`
  if (whenExhausted === 'stop')
    warn('whenExhausted', reason, 'see that nothing restarts the worker before the cause is mended, or have dead letters')
  if (retry.on.some(({ action }) => action === 'stop'))
    warn('retry.on', `'stop': ${reason}`, 'see that nothing restarts the worker before the cause is mended, or have dead letters')
}

function warnOfWaits({ route, warn }: Looked): void {
  const { backoff, attempts } = route.recovery.retry
  let waitMs = 0
  for (let attempt = 2; attempt <= attempts && waitMs <= longWaitMs; attempt++) waitMs += longestWaitMs(backoff, attempt)
  if (waitMs > longWaitMs)
    warn(
      'retry.backoff',
      `with ${attempts} attempts a record that keeps failing holds up its ${route.ordering === 'partition' ? 'partition' : 'lane'} for more than an hour`,
      'have fewer attempts, or shorter waits (max)',
    )
}

function warnOfTargets({ route, warn }: Looked): void {
  const { deadLetter } = route.recovery
  if (deadLetter === null) return
  if (deadLetter.broker !== null) {
    warn(
      'deadLetter.broker',
      'the broker keeps key and value only (no headers, timestamp or reason), and after five failed tries it archives a record that it could not write',
      'let Samsa write them where that matters: deadLetter: { topic }',
    )
    return
  }
  if (route.patterns.length > 0 && deadLetter.topic?.includes('<topic>') === true)
    warn(
      'deadLetter',
      deadLetter.create
        ? `what the pattern matches is not known at start: ${deadLetter.topic} is created at its first dead letter`
        : `what the pattern matches is not known at start: where ${deadLetter.topic} is missing then, dead letters cannot be written and their partitions wait`,
      "name a topic for all of them: deadLetter: 'dlq.…'",
      'recovery.deadLetter.topic',
    )
}

/** A delivery report without the replicas' word is what a record is settled by. */
function warnOfReports({ clusters, worker }: RoutingPlan, { cluster }: GroupPlan, { recovery }: TopicRoutePlan, warn: Warn): void {
  const writes =
    recovery.deadLetter === null ? recovery.retry.on.some((rule) => rule.deadLetterTopic !== null) : recovery.deadLetter.broker === null
  const kafka = clusters[cluster]?.kafka ?? {}
  const name = ['acks', 'request.required.acks'].find((one) => kafka[one] === '0' || kafka[one] === '1')
  if (!writes || name === undefined) return
  const told =
    kafka[name] === '0' ? 'no broker tells whether a dead letter was written' : 'a dead letter is lost with the one broker that has it'
  warn(
    `${cluster === 'default' ? 'defineWorker.kafka' : `defineWorker.clusters.${cluster}`}['${name}']`,
    `with ${name}=${kafka[name]} ${told}, and its record is settled all the same`,
    "leave it out: acks=all is Samsa's default",
    worker.place === null ? [] : [worker.place],
  )
}

function warnOfRejects({ route, warn }: Looked, { topics }: ShareGroupPlan): void {
  const broker = topics.find(({ recovery }) => recovery.deadLetter?.broker != null)?.recovery.deadLetter?.broker
  const { deadLetter } = route.recovery
  if (broker == null || deadLetter?.broker != null) return
  const own = deadLetter === null ? 'has none' : 'has its own'
  warn(
    'deadLetter',
    `the broker writes every rejected record of the group to '${broker}', those of this route as well, which ${own}: reject() and whenExhausted: 'reject' are dead letters here`,
    'divide the routes among groups where that is not meant',
    deadLetter === null ? 'recovery.deadLetter' : 'recovery.deadLetter.topic',
  )
}
