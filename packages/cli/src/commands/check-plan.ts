import {
  compileRoutes,
  findWarnings,
  notBuilt,
  renderProblem,
  type RoutingPlan,
  type RoutingProblem,
  selectRoutes,
  type Worker,
} from '@samsa/routing'
import { createRedactor } from '../log/redactor.js'
import type { Runtime } from '../runtime.js'
import type { CommandSettings } from './command-settings.js'

/** A plan as far as it could be understood, and what is wrong with it, a line each. */
export interface CheckedPlan {
  /** Without what the filters leave out. */
  readonly plan: RoutingPlan
  /** What has to be changed. */
  readonly problems: readonly string[]
  /** What this release cannot do yet. */
  readonly notBuilt: readonly string[]
  /** What runs, and may not do what is expected. */
  readonly warnings: readonly string[]
}

/** What a plan is held against. */
export interface CheckOptions extends Pick<Runtime, 'findSettingProblem'> {
  /** Whether a cluster without addresses is a problem. */
  readonly needsBrokers: boolean
}

/**
 * Compiles a worker's plan and tells everything that would keep it from starting. Connects to nothing.
 */
export const checkPlan = (
  worker: Worker,
  { settings, overrides }: CommandSettings,
  { needsBrokers, findSettingProblem }: CheckOptions,
): CheckedPlan => {
  const { text, learn } = createRedactor()
  learn(worker.options)
  const lineOf = (problem: RoutingProblem): string => text(renderProblem(problem))
  const compiled = compileRoutes(worker, { overrides, requireBrokers: needsBrokers, findSettingProblem })
  const { plan, unmatched } = selectRoutes(compiled.plan, { groups: settings.groups.value, topics: settings.topics.value })
  const missed = unmatched.map((name) => `SAMSA_OPTION_INVALID no route of ${name}: \`worker routes\` shows those there are`)
  return {
    plan,
    problems: [...missed, ...compiled.problems.map(lineOf)],
    notBuilt: notBuilt(plan).map(lineOf),
    warnings: findWarnings(plan).map(lineOf),
  }
}
