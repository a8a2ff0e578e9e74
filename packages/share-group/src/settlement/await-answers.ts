import type { Clock } from '@samsa/contracts'
import type { Acknowledgements } from './acknowledgements.js'

/** Those who wait for answers, looked at whenever some came. */
export class AnswerWaits {
  #waits: { readonly isDone: () => boolean; readonly end: () => void }[] = []

  /** Answers came. */
  look(): void {
    for (const { isDone, end } of this.#waits) if (isDone()) end()
  }

  /**
   * Waits for the answers to everything that was settled by now.
   *
   * @param untilMs limit on the session's clock; `Infinity`: until there are answers
   * @returns fulfilled when each has its answer, or at the limit
   */
  until(list: readonly Acknowledgements[], clock: Clock, untilMs: number): Promise<void> {
    const targets = list.map((acknowledgements) => ({ acknowledgements, serial: acknowledgements.serial }))
    const isDone = (): boolean => targets.every(({ acknowledgements, serial }) => acknowledgements.isAnswered(serial))
    return new Promise((resolve) => {
      if (isDone()) return resolve()
      const end = (): void => {
        this.#waits = this.#waits.filter((wait) => wait !== own)
        cancel?.()
        resolve()
      }
      const own = { isDone, end }
      this.#waits.push(own)
      const cancel = untilMs === Infinity ? null : clock.at(untilMs, end)
    })
  }
}
