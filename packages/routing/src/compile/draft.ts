import type { SamsaErrorCode } from '@samsa/contracts'
import { splitSentence } from '../route/other-kind.js'
import type { Origin } from '../plan/origin.js'
import type { PlanDefaults } from '../plan/plan-defaults.js'
import type { RoutingProblem } from '../plan/routing-problem.js'

/** What is wrong with a property of Kafka: the end of a sentence that begins with its name (`must be a whole number`); `null` where nothing is. */
export type FindSettingProblem = (name: string, value: string | number | boolean) => string | null

/** What is collected while a plan is compiled: problems and origins. Lives for one call of `compileRoutes`. */
export class Draft {
  readonly problems: RoutingProblem[] = []
  /** Only what is no default. */
  readonly origins: Record<string, Exclude<Origin, 'default'>> = {}

  constructor(
    readonly defaults: PlanDefaults,
    readonly findSettingProblem: FindSettingProblem = () => null,
  ) {}

  /** Adds a problem, once. */
  problem(code: SamsaErrorCode, path: string, reason: string, cure: string, places: readonly string[]): void {
    // what a worker or group says is read again for each of its routes
    if (
      this.problems.some(
        (one) => one.path === path && one.reason === reason && one.cure === cure && one.places.join() === [...new Set(places)].join(),
      )
    )
      return
    this.problems.push(Object.freeze({ severity: 'error', path, code, reason, cure, places: Object.freeze([...new Set(places)]) }))
  }

  /** Keeps where a value of the plan was given. */
  origin(path: string, origin: Origin): void {
    if (origin !== 'default') this.origins[path] = origin
  }

  /** Adds a problem whose sentence says both: `reason: cure`. */
  sentence(code: SamsaErrorCode, path: string, sentence: string, places: readonly string[]): void {
    const [reason, cure] = splitSentence(sentence)
    this.problem(code, path, reason, cure, places)
  }
}
