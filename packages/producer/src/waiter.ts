import type { SamsaError } from '@samsa/contracts'

/** Says what a failed record's error is; called only where an error is needed, so that thousands of failures do not cost as many stack traces. */
export type Explain = (topic: string, partition: number, errno: number) => SamsaError

/** Whoever waits for the answers to records: one send, or a batch. */
export interface Waiter {
  readonly topic: string
  /** `position`: index of the record within the batch, 0 for a single send. */
  readonly delivered: (position: number, partition: number, offset: number) => void
  readonly failed: (position: number, partition: number, errno: number, explain: Explain) => void
}
