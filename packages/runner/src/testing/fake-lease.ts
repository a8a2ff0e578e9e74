import type { Doing, RecordColumns } from '@samsa/contracts'

/** What became of a delivered record. */
export type LeaseState = 'queued' | 'taken' | 'done' | 'release' | 'reject' | 'given-back' | 'starved' | 'expired'

/** A record as it was delivered once, locked for us. */
export interface FakeLease {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly deliveryCount: number
  state: LeaseState
  /** What the session was last told of it. */
  doing: Doing
  /** How often it was settled: once, whatever came of it. */
  settlements: number
}

/** Records of one poll, locked together. */
export interface FakePoll {
  readonly columns: RecordColumns
  readonly leases: readonly FakeLease[]
  readonly takes: RecordColumns[]
  /** Those whose user was told that the end of the lock is near. */
  readonly told: Set<RecordColumns>
  expiring: boolean
  expired: boolean
}
