import type { Answer, SamsaError } from '@samsa/contracts'
import type { Slot } from '../slot.js'

/** What one commit asked for a slot. */
export interface CommitEntry {
  readonly slot: Slot
  readonly offset: number
  /** Settled records that are answered with it. */
  readonly records: number
  readonly sinceMs: number
}

/** The answer for entries that ended the same way; `null` where they cover no offsets (a start offset that was made known). */
export function answerOf(type: Answer['type'], entries: readonly CommitEntry[], nowMs: number, error: SamsaError | null): Answer | null {
  const ranges: Answer['ranges'][number][] = []
  let oldestMs = nowMs
  for (const { slot, offset, sinceMs } of entries) {
    if (offset <= slot.confirmedTo) continue
    ranges.push({ topic: slot.topic, partition: slot.partition, from: slot.confirmedTo, to: offset, as: 'done' })
    oldestMs = Math.min(oldestMs, sinceMs)
  }
  return ranges.length === 0 ? null : { type, ranges, ageMs: nowMs - oldestMs, error }
}
