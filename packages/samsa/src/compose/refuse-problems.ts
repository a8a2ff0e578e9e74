import { type CompiledRoutes, notBuilt, type RoutingPlan, type RoutingProblem, selectRoutes } from '@samsa/routing'
import { problemsError } from './problems-error.js'

/** What is to be run of a plan. */
export interface Selection {
  readonly groups: readonly string[]
  readonly topics: readonly string[]
}

const unmatchedProblem = (name: string): RoutingProblem => ({
  severity: 'error',
  path: name,
  code: 'SAMSA_OPTION_INVALID',
  reason: 'there is no such route',
  cure: '`worker routes` shows those there are',
  places: [],
})

/**
 * The part of a plan that is to be run.
 *
 * @throws SamsaError everything that keeps it from starting, at once.
 */
export const selectRunnable = (compiled: CompiledRoutes, selection: Selection): RoutingPlan => select(compiled, selection, notBuilt)

/**
 * The part of a plan that is to be looked at, whether or not this release can run it.
 *
 * @throws SamsaError everything that is wrong with it, at once.
 */
export const selectPlanned = (compiled: CompiledRoutes, selection: Selection): RoutingPlan => select(compiled, selection, () => [])

const select = (
  { plan, problems }: CompiledRoutes,
  { groups, topics }: Selection,
  more: (plan: RoutingPlan) => readonly RoutingProblem[],
): RoutingPlan => {
  const selected = selectRoutes(plan, { groups, topics })
  const all = [...selected.unmatched.map(unmatchedProblem), ...problems, ...more(selected.plan)]
  if (all.length > 0) throw problemsError(all)
  return selected.plan
}
