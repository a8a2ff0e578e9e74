import { SamsaError, type Clock, type Engine, type Send } from '@samsa/contracts'
import type { Container, GroupPlan, RouteId } from '@samsa/routing'
import { bindRecordRoute } from '../binding/bind-record-route.js'
import { bindRoutes, type RecoveryOf } from '../binding/bind-routes.js'
import { mapSubscription } from '../binding/map-subscription.js'
import { refuseRoutes } from '../binding/refuse-routes.js'
import { splitRoutes } from '../binding/split-routes.js'
import type { Emitter } from '../events/emitter.js'
import { GroupEvents } from '../events/group-events.js'
import { routeOf } from '../group/group-routes.js'
import { GroupRunner } from '../group/group-runner.js'
import { PartitionRunner } from '../group/partition-runner.js'
import { makeRecovery } from '../recovery/make-recovery.js'
import type { RecordRoute } from '../record-lane/record-route.js'
import { RecordRunner } from '../record-lane/record-runner.js'
import { TurnEnd } from '../time/turn-end.js'
import { Turn } from '../time/turn.js'
import { workerLimits, type WorkerParts } from './worker-parts.js'

/** What the groups of a worker have in common. */
export interface GroupsParts {
  readonly worker: WorkerParts
  readonly container: Container
  readonly emitter: Emitter
  readonly clock: Clock
  readonly changed: () => void
  readonly failed: (error: SamsaError) => void
}

/**
 * Makes the runners of a plan's groups; nothing is opened. A group whose records are settled one by one gets one for each of its routes, so that a slow route holds up
 * no other. Throws `SAMSA_LIBRARY` where a kind of group has no engine, `SAMSA_ROUTE_INVALID` where it cannot run a route.
 */
export function makeGroups(parts: GroupsParts): readonly GroupRunner[] {
  const { worker, clock, container } = parts
  const turns: Turns = { turn: new Turn(clock, workerLimits(worker.limits).turnMs), turnEnd: new TurnEnd() }
  return worker.plan.groups.flatMap((plan) => {
    const engine = engineOf(plan, worker)
    refuseRoutes(plan, engine.capabilities)
    if (plan.kind === 'consumer') return [makeGroup(plan, null, { parts, engine, turns, number: 1 })]
    return splitRoutes(plan).map((one, index) =>
      makeGroup(one, bindRecordRoute(one, worker.bindings, container, recoveriesOf(plan, worker)), {
        parts,
        engine,
        turns,
        number: index + 1,
      }),
    )
  })
}

interface Turns {
  readonly turn: Turn
  readonly turnEnd: TurnEnd
}

interface Making {
  readonly parts: GroupsParts
  readonly engine: Engine
  readonly turns: Turns
  /** Counts the sessions of a group, from 1. */
  readonly number: number
}

/** @param record its only route, where records are settled one by one; otherwise `null` */
function makeGroup(plan: GroupPlan, record: RecordRoute | null, making: Making): GroupRunner {
  const { parts, engine, turns, number } = making
  const { worker, container, emitter, clock, changed, failed } = parts
  const { joinStuckMs, closeMs } = workerLimits(worker.limits)
  const name = nameOf(worker)
  const common = {
    kind: plan.kind,
    engine,
    subscription: mapSubscription(plan, { kafka: worker.groupSettings.get(plan.id) ?? {}, clientId: `${name}-${plan.id}-${number}` }),
    send: worker.senders?.get(plan.cluster)?.send ?? noSender(plan.cluster),
    clock,
    ...turns,
    events: new GroupEvents(emitter, plan.cluster, plan.id),
    log: worker.log.with({ cluster: plan.cluster, group: plan.id }),
  }
  return new GroupRunner({
    ...common,
    openSession: (told) =>
      record === null
        ? new PartitionRunner({
            ...common,
            ...told,
            routes: bindRoutes(plan, worker.bindings, container, recoveriesOf(plan, worker)),
            random: Math.random,
          })
        : new RecordRunner({ ...common, ...told, route: record, random: Math.random }),
    joinStuckMs,
    closeMs,
    changed,
    failed,
  })
}

function recoveriesOf(group: GroupPlan, worker: WorkerParts): RecoveryOf {
  const sending = worker.deadLetters?.get(group.cluster) ?? null
  const bound = group.topics.flatMap(({ id }) => worker.bindings.get(id) ?? [])
  const readerOf = (topic: string): RouteId | null => routeOf(bound, topic)?.route.id ?? null
  return (route, binding) => makeRecovery(route, binding, { group, worker: nameOf(worker), sending, readerOf })
}

function nameOf(worker: WorkerParts): string {
  return worker.name ?? worker.plan.worker.name ?? 'samsa'
}

function engineOf(plan: GroupPlan, worker: WorkerParts): Engine {
  const engine = worker.engines[plan.kind]
  if (engine !== undefined) return engine
  throw new SamsaError('SAMSA_LIBRARY', `group ${plan.id} is a ${plan.kind}Group, and this worker was given no engine for that kind`)
}

function noSender(cluster: string): Send {
  const refuse = (): Promise<never> =>
    Promise.reject(new SamsaError('SAMSA_PRODUCER_CLOSED', `this worker was given no producer for cluster ${cluster}`))
  return refuse
}
