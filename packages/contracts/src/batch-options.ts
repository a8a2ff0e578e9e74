import type { Duration } from './duration.js'
import type { Size } from './size.js'

/** How large the batches of a `consumeBatch` class are. */
export interface BatchOptions {
  /** Most records in one call, 1 or more. Default: 500. */
  readonly maxRecords?: number | undefined
  /** Longest time that a batch waits to become full. Default: 0, what is there is delivered. */
  readonly maxWait?: Duration | undefined
  /** Most bytes in one call; a larger record still arrives, alone. Default: none. */
  readonly maxBytes?: Size | undefined
}
