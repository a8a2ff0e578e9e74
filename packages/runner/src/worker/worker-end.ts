import type { SamsaError } from '@samsa/contracts'
import type { CutCall } from '../group/cut-call.js'

/** How a worker ended. */
export interface WorkerEnd {
  /**
   * 0 stopped cleanly; 1 found before any group joined; 2 no failure, but calls, settlements or sends were cut at the deadline; 3 found by joining or
   * later; 4 uncaught exception or unhandled rejection. The gravest counts: 4, 3, 1, 2, 0.
   */
  readonly exitCode: 0 | 1 | 2 | 3 | 4
  /** The first of the gravest failures; `null` where there was none. */
  readonly error: SamsaError | null
  /** All other failures, in order. */
  readonly later: readonly SamsaError[]
  /** Calls that still ran at the drain deadline: their records are delivered again. */
  readonly cut: readonly (CutCall & { readonly group: string })[]
  /** Records whose settlement got no answer from the broker. */
  readonly unansweredSettlements: number
  /** Sends that got no answer from the broker. */
  readonly unansweredSends: number
  /** Whether a library handle did not let go within the deadline and was abandoned. */
  readonly hung: boolean
}

/** Exit code of a failure. */
export type FailureCode = 1 | 3 | 4

interface Failure {
  readonly error: SamsaError
  readonly exitCode: FailureCode
}

const gravity: Readonly<Record<FailureCode, number>> = { 1: 1, 3: 2, 4: 3 }

/** The failures of a worker: the gravest decides, the first among equals, and none is lost. */
export class Failures {
  readonly #all: Failure[] = []

  get any(): boolean {
    return this.#all.length > 0
  }

  add(error: SamsaError, exitCode: FailureCode): void {
    this.#all.push({ error, exitCode })
  }

  /** The failure that decides; `null` where there is none. */
  get first(): Failure | null {
    return this.#all.reduce<Failure | null>(
      (first, one) => (first === null || gravity[one.exitCode] > gravity[first.exitCode] ? one : first),
      null,
    )
  }

  /**
   * The end of a worker, from its failures and what was cut. A handle that was left behind cuts nothing by itself: a classic member cannot leave while its
   * JoinGroup is pending, and everything was committed before. `unheard`: how a group ended was not waited for.
   */
  end(cuts: Pick<WorkerEnd, 'cut' | 'unansweredSettlements' | 'unansweredSends' | 'hung'>, unheard: boolean): WorkerEnd {
    const { first } = this
    const wasCut = cuts.cut.length > 0 || cuts.unansweredSettlements > 0 || cuts.unansweredSends > 0 || unheard
    const later = this.#all.filter((failure) => failure !== first).map(({ error }) => error)
    return Object.freeze({ exitCode: first?.exitCode ?? (wasCut ? 2 : 0), error: first?.error ?? null, later, ...cuts })
  }
}
