import type { SamsaErrorCode } from '@samsa/contracts'

/** Something about a plan that a user should know. */
export interface RoutingProblem {
  /** `error`: has to be changed before the worker can start. `warning`: it starts, and may not do what is expected. */
  readonly severity: 'error' | 'warning'
  /** The option, as it is written: `consumerGroup('billing').topic('orders').retry.backoff.max`. */
  readonly path: string
  readonly code: SamsaErrorCode
  /** What is wrong. */
  readonly reason: string
  /** What to do. */
  readonly cure: string
  /** `file:line` of whatever is involved; both places of a conflict. */
  readonly places: readonly string[]
}

/** One line. */
export function renderProblem(problem: RoutingProblem): string {
  const where = problem.places.length === 0 ? '' : ` (${problem.places.join(', ')})`
  return `${problem.code} ${problem.path}${where}: ${problem.reason}: ${problem.cure}`.replaceAll(/\s*\n\s*/gu, ' ')
}
