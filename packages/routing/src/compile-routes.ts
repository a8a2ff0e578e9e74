import 'reflect-metadata'
import { quoteGiven, redactSettings } from '@samsa/contracts'
import { container as standardContainer, type DependencyContainer, type InjectionToken } from 'tsyringe'
import { unknownPlace } from './block/place.js'
import { checkDeadLetterCircles } from './compile/check-dead-letter-circles.js'
import { checkClusters, compileClusters } from './compile/compile-clusters.js'
import { compileGroup, type CompiledGroup, type WorkerScope } from './compile/compile-group.js'
import { compileWorker, type Override } from './compile/compile-worker.js'
import { Draft, type FindSettingProblem } from './compile/draft.js'
import { freezeDeep } from './compile/freeze-deep.js'
import { layerOf } from './compile/layer.js'
import { mergeBlocks, type MergedGroup } from './compile/merge-blocks.js'
import { isRoutes, type Routes } from './define-routes.js'
import { isWorker, type Worker } from './define-worker.js'
import type { CompiledRoutes } from './plan/compiled-routes.js'
import { planDefaults, type PlanDefaults } from './plan/plan-defaults.js'
import type { RoutingPlan, WorkerPlan } from './plan/routing-plan.js'

/** How routes are compiled. */
export interface CompileOptions {
  /** Other defaults than those of this release. */
  readonly defaults?: Partial<PlanDefaults> | undefined
  /** Flags and variables, the strongest first. */
  readonly overrides?: readonly Override[] | undefined
  /** Whether clusters in use need `bootstrap.servers`. Default: `true` for a worker, `false` for routes alone; the embedded broker needs none. */
  readonly requireBrokers?: boolean | undefined
  /** What the library knows of its properties. Default: names and values of properties are not looked at. */
  readonly findSettingProblem?: FindSettingProblem | undefined
}

/**
 * Turns a worker, or routes alone, into one frozen plan with its bindings. Never throws for what a user wrote: everything that is wrong is in `problems`,
 * all of it at once. Connects to nothing.
 */
export function compileRoutes(input: Worker | Routes, options: CompileOptions = {}): CompiledRoutes {
  const draft = new Draft({ ...planDefaults, ...options.defaults }, options.findSettingProblem)
  const worker = isWorker(input) ? input : null
  const place = worker?.place ?? unknownPlace
  const overrides = options.overrides ?? []
  const layer = layerOf(draft, 'worker', 'defineWorker', worker === null ? {} : worker.options, place)
  const workerPlan = compileWorker(draft, layer, overrides, worker?.place ?? null)
  const clusters = compileClusters(draft, layer, overrides)
  const merged = mergeBlocks(draft, routesOf(draft, input, place))
  if (merged.length === 0)
    draft.problem(
      'SAMSA_ROUTE_INVALID',
      'defineRoutes',
      'there are no groups',
      'give it a consumerGroup(…) or shareGroup(…)',
      worker === null ? [] : [place],
    )
  const below: WorkerScope = {
    layer,
    drainMs: workerPlan.drainMs,
    clusters,
    registered: registration(worker),
    hasSetup: worker?.options.setup !== undefined,
  }
  const groups = merged.map((group) => compileGroup(draft, group, below))
  checkDeadLetterCircles(draft, groups)
  if (options.requireBrokers ?? worker !== null) checkClusters(draft, clusters, clusterUsers(merged), place)
  return finish(draft, workerPlan, clusters, groups)
}

function finish(
  draft: Draft,
  worker: WorkerPlan,
  clusters: ReadonlyMap<string, Readonly<Record<string, string>>>,
  groups: readonly CompiledGroup[],
): CompiledRoutes {
  const plan: RoutingPlan = {
    version: 1,
    worker,
    clusters: Object.fromEntries([...clusters].map(([name, kafka]) => [name, { kafka: redactSettings(kafka) }])),
    groups: groups.map((group) => group.plan),
    origins: draft.origins,
  }
  return Object.freeze({
    plan: freezeDeep(plan),
    bindings: new Map(groups.flatMap((group) => group.bindings.map((binding) => [binding.id, binding] as const))),
    clusterSettings: clusters,
    groupSettings: new Map(groups.map((group) => [group.plan.id, group.kafka])),
    problems: Object.freeze(draft.problems),
  })
}

function routesOf(draft: Draft, input: Worker | Routes, place: string): Routes {
  const routes: unknown = isWorker(input) ? input.options.routes : input
  if (isRoutes(routes)) return routes
  draft.problem('SAMSA_ROUTE_INVALID', 'defineWorker.routes', `${quoteGiven(routes)} is no routes`, 'give what defineRoutes(…) returned', [
    place,
  ])
  return { blocks: [], strays: [] }
}

function clusterUsers(groups: readonly MergedGroup[]): ReadonlyMap<string, { readonly path: string; readonly place: string }> {
  return new Map(
    groups.map((group) => {
      const entry = group.options.entries.get('cluster')
      const name = typeof entry?.value === 'string' ? entry.value : 'default'
      return [name, { path: `${group.path}.options.cluster`, place: entry?.place ?? group.places[0] ?? unknownPlace }] as const
    }),
  )
}

/** Whether the container was told how to build a class. One that is not tsyringe's has its own ways: it is not second-guessed. */
function registration(worker: Worker | null): (type: object) => boolean {
  const container = (worker?.options.container ?? standardContainer) as Partial<DependencyContainer>
  if (typeof container.isRegistered !== 'function' || typeof container.createChildContainer !== 'function') return () => true
  return (type) => container.isRegistered?.(type as InjectionToken, true) === true
}
