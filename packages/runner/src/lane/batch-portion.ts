import { countSegments, type BatchSegment } from '../record/batch-segment.js'
import type { DecidedSegment } from './decide-batch.js'

/** Records of a lane that are run as one batch. */
export interface BatchPortion {
  readonly segments: readonly BatchSegment[]
  readonly records: number
  /** Which execution of these records is next, or runs; the first is 1. */
  readonly attempt: number
  /** When they first failed, milliseconds since the epoch; `null`: they did not. */
  readonly firstFailedAtMs: number | null
}

/** Records that run for the first time. */
export function freshPortion(segments: readonly BatchSegment[]): BatchPortion {
  return { segments, records: countSegments(segments), attempt: 1, firstFailedAtMs: null }
}

/**
 * The batches in which records run again: as a whole, or one by one, where it has to be found out which of them fails or this is their last attempt, so that one that fails
 * takes nobody with it.
 *
 * @param of the portion that failed
 * @param attempts the policy's
 */
export function nextPortions(again: readonly DecidedSegment[], of: BatchPortion, attempts: number, nowMs: number): readonly BatchPortion[] {
  if (again.length === 0) return []
  const attempt = of.attempt + 1
  const firstFailedAtMs = of.firstFailedAtMs ?? nowMs
  const portion = (segments: readonly BatchSegment[]): BatchPortion => ({
    segments,
    records: countSegments(segments),
    attempt,
    firstFailedAtMs,
  })
  if (attempt < attempts && !again.some(({ alone }) => alone)) return [portion(again)]
  return again.flatMap(({ columns, start, end }) =>
    Array.from({ length: end - start }, (_, index) => portion([{ columns, start: start + index, end: start + index + 1 }])),
  )
}
