import { SamsaError } from '@samsa/contracts'
import { type CompiledRoutes, notBuilt, renderProblem, type RoutingPlan, type RoutingProblem, selectRoutes } from '@samsa/routing'

/** What is to be run of a plan. */
export interface Selection {
  readonly groups: readonly string[]
  readonly topics: readonly string[]
}

const unmatchedProblem = (name: string): RoutingProblem => ({
  path: name,
  code: 'SAMSA_OPTION_INVALID',
  reason: 'there is no such route',
  cure: '`worker routes` shows those there are',
  places: [],
})

/** One error for all problems; `details.problems` has code and line of each. */
const problemsError = (problems: readonly RoutingProblem[]): SamsaError => {
  const lines = problems.map((problem) => ({ code: problem.code, line: renderProblem(problem).replace(`${problem.code} `, '') }))
  const message = lines.map(({ line }) => line).join('; ')
  return new SamsaError(problems[0]?.code ?? 'SAMSA_ROUTE_INVALID', lines.length === 1 ? message : `${lines.length} problems: ${message}`, {
    details: { problems: lines },
  })
}

/**
 * The part of a plan that is to be run.
 *
 * @throws SamsaError everything that keeps it from starting, at once.
 */
export const selectRunnable = ({ plan, problems }: CompiledRoutes, { groups, topics }: Selection): RoutingPlan => {
  const selected = selectRoutes(plan, { groups, topics })
  const all = [...selected.unmatched.map(unmatchedProblem), ...problems, ...notBuilt(selected.plan)]
  if (all.length > 0) throw problemsError(all)
  return selected.plan
}
