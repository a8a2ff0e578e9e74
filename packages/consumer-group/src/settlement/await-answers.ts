import type { Clock } from '@samsa/contracts'
import type { Slot } from '../slot.js'
import type { Committer } from './committer.js'

/**
 * Commits at once what these slots have settled, and waits for the answers.
 *
 * @param untilMs limit on the session's clock; `Infinity`: until there is an answer
 * @returns fulfilled when each slot's position of this moment was confirmed or refused, or the slot is dead, or at the limit
 */
export function awaitAnswers(slots: readonly Slot[], committer: Committer, clock: Clock, untilMs: number): Promise<void> {
  const targets = slots.map((slot) => ({ slot, offset: slot.position.value }))
  const isDone = (): boolean => targets.every(({ slot, offset }) => !slot.live || slot.answeredTo >= offset)
  for (const { slot } of targets) committer.touch(slot)
  return new Promise((resolve) => {
    if (isDone()) return resolve()
    const end = (): void => {
      stopListening()
      cancel?.()
      resolve()
    }
    const stopListening = committer.onAnswer(() => {
      if (isDone()) end()
    })
    const cancel = untilMs === Infinity ? null : clock.at(untilMs, end)
    committer.soon()
  })
}
