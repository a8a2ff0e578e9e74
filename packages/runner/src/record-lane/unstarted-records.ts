import { runWidth, type GivenBack } from '@samsa/contracts'
import type { SessionScope } from '../lane/lane-scope.js'
import { cutAtLimit, type LockedSegment } from './locked-segment.js'
import type { RecordRecovery } from './record-recovery.js'
import { giveBack, tellStarved } from './settle-records.js'
import type { SlotSources } from './slot-sources.js'
import { singleRecords } from './split-batch.js'

/** What becomes of records that were taken, or could have been, and are not started. */
export class UnstartedRecords {
  readonly #scope: SessionScope
  readonly #recovery: RecordRecovery
  readonly #sources: SlotSources
  /** Whether nothing can be settled any more. */
  gone = false

  constructor(scope: SessionScope, recovery: RecordRecovery, sources: SlotSources) {
    this.#scope = scope
    this.#recovery = recovery
    this.#sources = sources
  }

  /** Gives them back; answers those that cannot be, because they are at their last delivery. */
  giveBack(segments: readonly LockedSegment[], reason: GivenBack['reason']): readonly LockedSegment[] {
    return segments.flatMap(cutAtLimit).filter((piece) => {
      if (!piece.mark && !this.gone) giveBack(this.#scope, piece, reason)
      return piece.mark
    })
  }

  /**
   * They are at their last delivery, and cannot be started any more: those that can still be saved are dead-lettered, the others are let go of, and the broker archives them.
   *
   * @param saves whether a dead letter may still be written
   */
  starve(segments: readonly LockedSegment[], saves: boolean): void {
    const { clock, session } = this.#scope
    for (const segment of segments) {
      const { columns, start, end } = segment
      if (saves && this.#recovery.saves && clock.now() < columns.expiresAtMs) {
        for (const one of singleRecords([segment])) this.#recovery.unrun(one, 'starved', true)
        continue
      }
      if (!this.gone) session.settle(columns, start, end, 'release')
      tellStarved(this.#scope, segment)
    }
  }

  /** The session has records at their last delivery whose lock is near its end: they are dead-lettered where we write dead letters, otherwise they may still start. */
  saveStarving(): void {
    if (!this.#recovery.saves) return
    const { session } = this.#scope
    for (let columns = session.takeLast(); columns !== null; columns = session.takeLast()) {
      const { runs } = columns
      for (let run = 0; run < runs.length; run += runWidth) {
        const source = this.#sources.of(runs[run] as number)
        const start = runs[run + 1] as number
        const segments = singleRecords([{ columns, source, start, end: start + (runs[run + 2] as number) }])
        for (const segment of segments) this.#recovery.unrun(segment, 'starved', false)
      }
    }
  }
}
