import type { Fault } from './fault.js'
import type { Mode } from './poison.js'

/** What a scenario does to see records of partition 0 fail, wait, and only then be written as dead letters: in between it can take the broker away. */
export interface UnansweredLetters {
  readonly mode: Mode
  /** Offsets that become dead letters. */
  readonly lost: readonly number[]
  readonly faults: Readonly<Record<string, readonly Fault[]>>
  /** Executions that the policy has to allow. */
  readonly attempts: number
  readonly batch: object
}

/** Offset 5 fails twice; in a batch it is given up after its first failure, together with the next one. */
export const unansweredLetters: Readonly<Record<Mode, UnansweredLetters>> = {
  record: { mode: 'record', lost: [5], faults: { '0/5': ['error'] }, attempts: 2, batch: {} },
  batch: {
    mode: 'batch',
    lost: [5, 6],
    // as long as attempts are left a batch runs again as a whole, so that both are written at once
    faults: { '0/5': ['error', 'dead-letter'], '0/6': ['dead-letter'] },
    attempts: 3,
    batch: { batch: { maxRecords: 8, maxWait: '20s' } },
  },
}

/** Whether the last hook before the write was asked for each of them. */
export const haveBegun = (prints: readonly string[], topic: string, lost: readonly number[]): boolean =>
  lost.every((offset) => prints.some((line) => line.includes(`asked for the headers of ${topic}/0/${offset}`)))
