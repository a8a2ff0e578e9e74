import { SamsaError } from '@samsa/contracts'
import { renderProblem, type RoutingProblem } from '@samsa/routing'

/** A problem as `details.problems` of an error has it. */
export interface ProblemLine {
  readonly code: string
  /** Without the code. */
  readonly line: string
}

/** Code and line of a problem. */
export const lineOf = (problem: RoutingProblem): ProblemLine => ({
  code: problem.code,
  line: renderProblem(problem).replace(`${problem.code} `, ''),
})

/** One error for all problems; `details.problems` has code and line of each. */
export const problemsError = (problems: readonly RoutingProblem[]): SamsaError => {
  const lines = problems.map(lineOf)
  const message = lines.map(({ line }) => line).join('; ')
  return new SamsaError(problems[0]?.code ?? 'SAMSA_ROUTE_INVALID', lines.length === 1 ? message : `${lines.length} problems: ${message}`, {
    details: { problems: lines },
  })
}
