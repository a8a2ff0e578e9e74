import type { SamsaError } from '../error.js'
import type { RecordColumns } from './record-columns.js'
import type { Handover } from './session.js'

/** Why a position moved without a record being settled. */
export type MoveCause = 'retention' | 'truncation' | 'seek'

/** The broker's answer to settlements: one for each commit or acknowledgement request. */
export interface Answer {
  readonly type: 'committed' | 'lost' | 'unknown'
  /** What the answer speaks of: for positions, `from` (inclusive) to `to` (exclusive) are the offsets since the last confirmed one. */
  readonly ranges: readonly { readonly topic: string; readonly partition: number; readonly from: number; readonly to: number }[]
  /** Age of the oldest settlement in it, milliseconds. */
  readonly ageMs: number
  /** Why, where it is not `committed`. */
  readonly error: SamsaError | null
}

/** Something worth telling that is no end: connection trouble, chosen protocol, throttling, statistics, logs of the library. */
export type EngineEvent =
  | { readonly type: 'protocol-chosen'; readonly protocol: 'consumer' | 'classic' | 'share'; readonly reason: string }
  | { readonly type: 'connected' }
  | { readonly type: 'trouble'; readonly error: SamsaError }
  | { readonly type: 'throttled'; readonly broker: string; readonly throttleMs: number }
  | { readonly type: 'statistics'; readonly json: string }
  | { readonly type: 'library-log'; readonly level: number; readonly facility: string; readonly text: string }
  | { readonly type: 'dropped'; readonly records: number; readonly reason: 'dead-slot' | 'expired-lease' }

/** Who hears what a session has to say. Called on the JS thread, never inside a call of the session's owner except where it says so. */
export interface SessionObserver {
  /** `take` may deliver again. */
  readonly ready: () => void
  /** New slots; nothing of them was taken before this call. */
  readonly assigned: (slots: Int32Array) => void
  /** These slots are being given up: finish what runs, start nothing new, then `session.surrender(handover)`. */
  readonly revoking: (handover: Handover) => void
  /** A handover is over: the partitions belong to others now. The slots are dead before this is called. */
  readonly revoked: (slots: Int32Array) => void
  /** The slots are gone without a handover. They are dead before this is called; nothing of them can be settled. */
  readonly lost: (slots: Int32Array, cause: SamsaError) => void
  /** The end of the records' lock is near (lock end − margin): signals fire, unstarted records are dropped and released by the engine. */
  readonly expiring: (batch: RecordColumns) => void
  readonly answered: (answer: Answer) => void
  /**
   * A position moved without settlement: `to` is delivered next, under `slot`. Retention keeps the slot; a seek brings a new one by its return value; where the log was cut
   * (truncation), `lost` and `assigned` come first.
   */
  readonly moved: (slot: number, from: number, to: number, cause: MoveCause) => void
  /** The slot's last fetched record was delivered and the broker has no more at this moment. Fires on each arrival at the end. */
  readonly reachedEnd: (slot: number) => void
  readonly event: (event: EngineEvent) => void
  /** The session cannot go on; all its slots are dead. A fresh one with backoff where `error.retryable`, else the worker fails. */
  readonly failed: (error: SamsaError) => void
}
