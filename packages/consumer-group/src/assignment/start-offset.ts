import type { MoveCause } from '@samsa/contracts'

/** First offset that exists, and the next one that will be written (high watermark, whatever the isolation). */
export interface Bounds {
  readonly low: number
  readonly high: number
}

/** Where a partition begins, and why that is not where it was committed. */
export interface StartOffset {
  readonly offset: number
  readonly moved: MoveCause | null
}

/**
 * The nearest offset to `wanted` that exists. Below `low` records were removed (retention, DeleteRecords); above `high` the log was cut or the topic made anew.
 */
export function nearestOffset(wanted: number, bounds: Bounds): StartOffset {
  if (wanted < bounds.low) return { offset: bounds.low, moved: 'retention' }
  if (wanted > bounds.high) return { offset: bounds.high, moved: 'truncation' }
  return { offset: wanted, moved: null }
}
