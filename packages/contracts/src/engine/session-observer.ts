import type { SamsaError } from '../error.js'
import type { RecordColumns } from './record-columns.js'
import type { Handover, Settlement } from './session.js'

/** Why a position moved without a record being settled. */
export type MoveCause = 'retention' | 'truncation' | 'seek'

/** Neighbouring offsets of a partition that were settled alike: `from` (inclusive) to `to` (exclusive). */
export interface AnsweredRange {
  readonly topic: string
  readonly partition: number
  readonly from: number
  readonly to: number
  /** How they were settled; `done` where positions are committed. */
  readonly as: Settlement
}

/** The broker's answer to settlements: one for each commit or acknowledgement request. */
export interface Answer {
  readonly type: 'committed' | 'lost' | 'unknown'
  /** What the answer speaks of: for positions, `from` (inclusive) to `to` (exclusive) are the offsets since the last confirmed one. */
  readonly ranges: readonly AnsweredRange[]
  /** Age of the oldest settlement in it, milliseconds. */
  readonly ageMs: number
  /** Why, where it is not `committed`. */
  readonly error: SamsaError | null
}

/** Neighbouring records of a partition that the engine gives back without anybody having started them. */
export interface GivenBack {
  readonly type: 'given-back'
  readonly topic: string
  readonly partition: number
  /** Offsets of the first and the last of them. */
  readonly offset: number
  readonly lastOffset: number
  readonly records: number
  /** Highest delivery count among them. */
  readonly deliveryCount: number
  /** `lock-end`: their lock would have ended before they could run; `stop`: the session starts nothing more. */
  readonly reason: 'lock-end' | 'stop'
}

/** A record at its last delivery that could not be started before its lock ended: the broker archives it. */
export interface Starved {
  readonly type: 'starved'
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly deliveryCount: number
}

/** A record that the library could not read (checksum, compression) and that the engine settled by itself. */
export interface BrokenRecord {
  readonly type: 'broken-record'
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly deliveryCount: number
  readonly as: 'release' | 'reject'
  readonly error: SamsaError
}

/** More was acquired than can be handled before the locks end; told once in a while. */
export interface Overcommitted {
  readonly type: 'overcommitted'
  readonly records: number
  readonly neededMs: number
  readonly lockMs: number
}

/** Something worth telling that is no end: connection trouble, chosen protocol, throttling, statistics, logs of the library, what became of records without a handler. */
export type EngineEvent =
  | { readonly type: 'protocol-chosen'; readonly protocol: 'consumer' | 'classic' | 'share'; readonly reason: string }
  | { readonly type: 'connected' }
  | { readonly type: 'trouble'; readonly error: SamsaError }
  | { readonly type: 'throttled'; readonly broker: string; readonly throttleMs: number }
  | { readonly type: 'statistics'; readonly json: string }
  | { readonly type: 'library-log'; readonly level: number; readonly facility: string; readonly text: string }
  | { readonly type: 'dropped'; readonly records: number; readonly reason: 'dead-slot' | 'expired-lease' }
  | GivenBack
  | Starved
  | BrokenRecord
  | Overcommitted

/** Who hears what a session has to say. Called on the JS thread, never inside a call of the session's owner except where it says so. */
export interface SessionObserver {
  /** `take` may deliver again. */
  readonly ready: () => void
  /** New slots; nothing of them was taken before this call. Where members share partitions a slot is a partition of which records came. */
  readonly assigned: (slots: Int32Array) => void
  /** These slots are being given up: finish what runs, start nothing new, then `session.surrender(handover)`. */
  readonly revoking: (handover: Handover) => void
  /** A handover is over: the partitions belong to others now. The slots are dead before this is called. */
  readonly revoked: (slots: Int32Array) => void
  /** The slots are gone without a handover. They are dead before this is called; nothing of them can be settled. */
  readonly lost: (slots: Int32Array, cause: SamsaError) => void
  /**
   * The end of the lock of what one `take` answered is near (lock end − margin): signals fire, and inside this call the session's owner settles as `release` what it
   * has not started, unless it is at its last delivery. Of what it settles later, `release` is
   * sent, apart from healthy records; anything else is dropped and counted.
   */
  readonly expiring: (batch: RecordColumns) => void
  /** The lock has ended: what is not settled is not ours any more, and any later settlement of it is dropped and counted. */
  readonly expired: (batch: RecordColumns) => void
  /**
   * Records at their last delivery that nobody has taken are near the end of their lock: `session.takeLast()` hands them over. Whoever cannot save them leaves them alone:
   * `take` goes on to deliver them while there is time, and then they are `starved`.
   */
  readonly starving: () => void
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
