import type { OffsetsSnapshot } from './offsets-snapshot.js'
import type { RecordColumns } from './record-columns.js'

/**
 * How records end. `release` and `reject` exist only where records are settled one by one (`capabilities.settlement`); an engine of positions refuses
 * them with an assertion.
 */
export type Settlement = 'done' | 'release' | 'reject'

/**
 * What is done with a record that was taken and not settled. `working`: its handler; `waiting`: nothing, until its next attempt, or its dead letter, and somebody else can be
 * worked on meanwhile; `held`: nothing, but nobody else can be worked on in its place.
 */
export type Doing = 'working' | 'waiting' | 'held'

/** One assignment of one partition. A partition that is revoked and comes back gets a new slot, so that a late result meets a dead slot. */
export interface SlotInfo {
  readonly topic: string
  readonly partition: number
  /** False from the moment its results stop counting. */
  readonly live: boolean
}

/** Partitions that are being given up: running handlers get until `deadlineMs` (the session's clock). */
export interface Handover {
  readonly slots: Int32Array
  readonly deadlineMs: number
}

/** How a session ended. */
export interface CloseReport {
  /** Records that were delivered and not settled. */
  readonly unsettled: number
  /** Records whose settlement got no answer from the broker. What comes again with or without one is not counted: what was released, and what was settled behind an unsettled record of its partition. */
  readonly unanswered: number
  /** Whether the library did not let go within the deadline and was abandoned. */
  readonly hung: boolean
}

/** What a session knows about itself, for health and metrics. Reading it asks the broker nothing. */
export interface SessionStatus {
  readonly state: 'joining' | 'joined' | 'rebalancing' | 'closing' | 'closed' | 'failed'
  /** Group protocol in use; `null` before it is known. */
  readonly protocol: 'consumer' | 'classic' | 'share' | null
  /** Kafka's member id; `null` before it is known. */
  readonly memberId: string | null
  /** Members that are in the group; more than one where a session opens several. */
  readonly members: number
  /** Whether what is assigned now may be taken for complete: the group is joined and, in a share group, two heartbeats have passed. */
  readonly steady: boolean
  /** Whether at least one broker answers. */
  readonly connected: boolean
  /** When the session last served its membership, on the session's clock. */
  readonly servedAtMs: number
  readonly partitions: readonly PartitionStatus[]
}

/** One assigned partition, as the session knows it. */
export interface PartitionStatus {
  readonly slot: number
  readonly topic: string
  readonly partition: number
  /** Next offset that will be delivered after a restart; `null` before it is known, and where there are no positions. */
  readonly position: number | null
  /** Last position that the broker confirmed; `null` where none was yet. */
  readonly committed: number | null
  /** End of the partition as last seen (high watermark); `null` before it is known. */
  readonly end: number | null
  /** Whether everything up to the end was delivered and settled. */
  readonly atEnd: boolean
  readonly held: boolean
}

/** A running membership in one group. All calls are made on the JS thread and return at once, except the two that return promises. */
export interface Session {
  /** What a slot stands for; slots are never reused within a session. */
  readonly partition: (slot: number) => SlotInfo
  /**
   * Up to `maxRecords` records (softly bounded by `maxBytes`; exact where records are settled one by one), round the partitions that have some and are not held. Synchronous, never blocks.
   * `null`: there are none, and `observer.ready()` follows when there are.
   */
  readonly take: (maxRecords: number, maxBytes: number) => RecordColumns | null
  /** Nothing more of this slot is taken until `resume`; what was fetched stays where it is, nothing is fetched twice. */
  readonly hold: (slot: number) => void
  readonly resume: (slot: number) => void
  /**
   * Settles the records `start` (inclusive) to `end` (exclusive) of `batch`, all in one run. Order does not matter: a position never passes an unsettled
   * record. Records of a dead slot or an expired lease are dropped and counted.
   */
  readonly settle: (batch: RecordColumns, start: number, end: number, as: Settlement) => void
  /**
   * Records of one poll at their last delivery whose lock is near its end and that nobody took, whatever their number: `null` where there are none (any more), and where nothing
   * is locked. They can be settled until their lock ends. For whoever writes dead letters, when `observer.starving` fired.
   */
  readonly takeLast: () => RecordColumns | null
  /**
   * Says what is done with the records `start` (inclusive) to `end` (exclusive) of `batch`, all in one run, for the engine's reckoning of how long work takes. What was taken
   * is `working` until something else is said. Does nothing where positions are settled.
   */
  readonly doing: (batch: RecordColumns, start: number, end: number, doing: Doing) => void
  /** Fulfilled when everything settled so far has its answer from the broker (committed, lost or unknown). Never rejects. */
  readonly flush: () => Promise<void>
  /** Says that the slots of a handover are drained: settled work is committed, then the partitions are given up. The engine does it by itself at the deadline. */
  readonly surrender: (handover: Handover) => void
  /**
   * `take` delivers nothing more; the membership and the assignment stay. Where records are locked, those that were not taken are given back at once, and `take`
   * goes on to deliver the ones at their last delivery, which would be lost otherwise.
   */
  readonly quiet: () => void
  /** Commits what is settled, leaves the group and lets go of everything, at the latest at `deadlineMs` (the session's clock). Never rejects; a second call returns the first one's promise. */
  readonly close: (deadlineMs: number) => Promise<CloseReport>
  readonly status: () => SessionStatus
  /** Positions of partitions, where the kind of group has them. */
  readonly control: PositionControl | null
  /** Offsets for a producer's transaction, where the kind of group has them. */
  readonly transaction: TransactionSource | null
}

/** Reading and moving positions. */
export interface PositionControl {
  /**
   * Goes on at `offset` (0 or more). The slot is dead at once and its unsettled records are forgotten; the partition goes on under the slot that is
   * returned. An offset out of range goes to the nearest that exists. `observer.moved` reports it.
   */
  readonly seek: (slot: number, offset: number) => number
  /** The next offset that will be delivered after a restart; -1 before it is known. */
  readonly position: (slot: number) => number
}

/** Settled positions as data, so that engine and producer never meet. */
export interface TransactionSource {
  readonly snapshot: () => OffsetsSnapshot
  /** The transaction with this snapshot was committed. */
  readonly confirm: (snapshot: OffsetsSnapshot) => void
  /** The transaction was aborted: its slots die, and what was settled since the last confirmed snapshot is delivered again under new ones. */
  readonly rewind: (snapshot: OffsetsSnapshot) => void
}
