import type { CloseReport, SamsaError, SessionStatus } from '@samsa/contracts'
import type { CutCall } from './cut-call.js'
import type { RunningCall } from './running-call.js'
import type { WorkHealth } from './work-health.js'

/** One membership of a group and the work on what it delivers, as the group's supervision sees it: what a lane is (a partition, a record) stays behind it. */
export interface SessionRunner {
  /** What the engine says of the membership. */
  readonly status: () => SessionStatus
  /** Why a lane cannot go on, or the last trouble since a broker answered; `null` while there is none. */
  readonly trouble: SamsaError | null
  /** Whether nothing is in work and nothing that was taken waits. */
  readonly resting: boolean
  /** Whether everything that is assigned was delivered to its end, as far as an engine can know: where records are settled one by one there are no ends. */
  readonly atEnd: (status: SessionStatus) => boolean
  /** Whether a call or a hook runs. */
  readonly busy: boolean
  /** Whether a call runs that was cut. */
  readonly lateRuns: boolean
  /** Calls that were cut at the deadline of a stop. */
  readonly cut: readonly CutCall[]
  /** Calls and hooks that run. */
  readonly running: () => readonly RunningCall[]
  /** What is in work, for health. */
  readonly work: (status: SessionStatus, nowMs: number) => WorkHealth
  /** Nothing new starts; the membership and the assignment stay. */
  readonly quiet: () => void
  /** Nothing new starts, `draining` fires; fulfilled when nothing runs any more and `onShutdown` has ended everywhere. */
  readonly drain: (why: SamsaError) => Promise<void>
  /** Gives up what still runs: signals fire with `why`. */
  readonly cutOff: (why: SamsaError) => void
  /** Settles what is finished and leaves the group, at the latest at `deadlineMs`. Never rejects. */
  readonly close: (deadlineMs: number) => Promise<CloseReport>
  /** Ends the session as if its engine had failed. */
  readonly failed: (error: SamsaError) => void
}
