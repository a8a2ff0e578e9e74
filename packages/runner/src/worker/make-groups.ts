import { SamsaError, type Clock, type Send } from '@samsa/contracts'
import type { Container, GroupPlan } from '@samsa/routing'
import { bindRoutes } from '../binding/bind-routes.js'
import { mapSubscription } from '../binding/map-subscription.js'
import { refuseRoutes } from '../binding/refuse-routes.js'
import type { Emitter } from '../events/emitter.js'
import { GroupEvents } from '../events/group-events.js'
import { GroupRunner } from '../group/group-runner.js'
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

/** Makes the runners of a plan's groups; nothing is opened. Throws `SAMSA_LIBRARY` where a kind of group has no engine, `SAMSA_ROUTE_INVALID` where it cannot run a route. */
export function makeGroups(parts: GroupsParts): readonly GroupRunner[] {
  const { worker, clock } = parts
  const turn = new Turn(clock, workerLimits(worker.limits).turnMs)
  const turnEnd = new TurnEnd()
  return worker.plan.groups.map((plan) => makeGroup(plan, parts, turn, turnEnd))
}

function makeGroup(plan: GroupPlan, parts: GroupsParts, turn: Turn, turnEnd: TurnEnd): GroupRunner {
  const { worker, container, emitter, clock, changed, failed } = parts
  const { joinStuckMs, closeMs } = workerLimits(worker.limits)
  const engine = worker.engines[plan.kind]
  if (engine === undefined)
    throw new SamsaError('SAMSA_LIBRARY', `group ${plan.id} is a ${plan.kind}Group, and this worker was given no engine for that kind`)
  refuseRoutes(plan, engine.capabilities)
  const name = worker.name ?? worker.plan.worker.name ?? 'samsa'
  return new GroupRunner({
    kind: plan.kind,
    engine,
    subscription: mapSubscription(plan, { kafka: worker.groupSettings.get(plan.id) ?? {}, clientId: `${name}-${plan.id}-1` }),
    routes: () => bindRoutes(plan, worker.bindings, container),
    send: worker.senders?.get(plan.cluster)?.send ?? noSender(plan.cluster),
    clock,
    turn,
    turnEnd,
    events: new GroupEvents(emitter, plan.cluster, plan.id),
    log: worker.log.with({ cluster: plan.cluster, group: plan.id }),
    random: Math.random,
    joinStuckMs,
    closeMs,
    changed,
    failed,
  })
}

function noSender(cluster: string): Send {
  const refuse = (): Promise<never> =>
    Promise.reject(new SamsaError('SAMSA_PRODUCER_CLOSED', `this worker was given no producer for cluster ${cluster}`))
  return refuse
}
