import type { Answer, AnsweredRange, Settlement } from '@samsa/contracts'
import type { ShareDriver } from '../driver.js'
import { failureOfCode, type SessionScope } from '../scope.js'
import { isUnanswered, mapAcknowledgementFailure } from './acknowledgement-failure.js'
import type { Commit } from './commit.js'

/** Puts together what a broker says about one commit: ranges that ended with the same code become one answer. */
export class Answers {
  readonly #scope: SessionScope
  readonly #driver: ShareDriver
  readonly #commit: Commit
  readonly #byCode = new Map<number, AnsweredRange[]>()
  #ranges: AnsweredRange[] = []
  readonly hear = (partitionId: number, from: number, to: number, as: Settlement): void => {
    const last = this.#ranges.at(-1)
    const { topic, partition } = this.#driver.partition(partitionId)
    if (last !== undefined && last.to === from && last.as === as && last.partition === partition && last.topic === topic) {
      this.#ranges[this.#ranges.length - 1] = { ...last, to }
    } else this.#ranges.push({ topic, partition, from, to, as })
  }

  constructor(scope: SessionScope, driver: ShareDriver, commit: Commit) {
    this.#scope = scope
    this.#driver = driver
    this.#commit = commit
  }

  /** What `hear` gets from here on ended with this code. */
  begin(errno: number): void {
    const known = this.#byCode.get(errno)
    if (known !== undefined) this.#ranges = known
    else this.#byCode.set(errno, (this.#ranges = []))
  }

  /** Tells the session's owner, unless nobody waits for the answer. */
  tell(): void {
    if (this.#commit.kind === 'expired') return
    const ageMs = this.#scope.clock.now() - this.#commit.sinceMs
    for (const [errno, ranges] of this.#byCode) if (ranges.length > 0) this.#scope.observer.answered(this.#answer(errno, ranges, ageMs))
  }

  #answer(errno: number, ranges: readonly AnsweredRange[], ageMs: number): Answer {
    if (errno === 0) return { type: 'committed', ranges, ageMs, error: null }
    const failure = failureOfCode(this.#scope.library, errno)
    const error = mapAcknowledgementFailure(failure, this.#scope.subscription.group)
    return { type: isUnanswered(failure.name) ? 'unknown' : 'lost', ranges, ageMs, error }
  }
}
