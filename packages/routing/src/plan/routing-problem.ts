import type { SamsaErrorCode } from '@samsa/contracts'

/** Something that a user has to change before a worker can start. */
export interface RoutingProblem {
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
