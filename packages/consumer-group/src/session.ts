import type {
  CloseReport,
  Handover,
  PositionControl,
  RecordColumns,
  SamsaError,
  Session,
  SessionStatus,
  Settlement,
  SlotInfo,
  TransactionSource,
} from '@samsa/contracts'
import { AppliedAssignment } from './assignment/applied.js'
import { Arrival } from './assignment/arrival.js'
import { initialOffsets } from './assignment/initial-offset.js'
import { Revocation } from './assignment/revocation.js'
import { endSession } from './close.js'
import { Connection } from './connection.js'
import { createScope, type SessionPlan } from './create-scope.js'
import type { DeliveredBatch } from './delivery/delivered-batch.js'
import { deliver } from './delivery/delivery.js'
import { dispatch, type Dispatchers } from './dispatch.js'
import { Handles } from './handles.js'
import { isScoutNeeded, Joining } from './joining.js'
import { LostHeartbeat } from './lost-heartbeat.js'
import { mapFailure, type Failure } from './map-error.js'
import { memberEpoch } from './member-epoch.js'
import { Membership } from './membership.js'
import { Reposition } from './reposition.js'
import type { SessionScope } from './scope.js'
import { assumedPartitions } from './settings/budget.js'
import { decideProtocol } from './settings/protocol.js'
import { awaitAnswers } from './settlement/await-answers.js'
import { Committer } from './settlement/committer.js'
import { Settler } from './settlement/settler.js'
import { partitionStatus } from './status.js'

const failedReleaseMs = 5000
const betweenLooksMs = 250

/**
 * One membership in one consumer group. It only sequences its parts:
 *
 * joining → joined ⇄ rebalancing → closing → closed
 * any of them → failed
 */
export class ConsumerGroupSession implements Session {
  readonly control: PositionControl
  readonly transaction: TransactionSource | null = null
  readonly #scope: SessionScope
  readonly #connection: Connection
  readonly #membership: Membership
  readonly #committer: Committer
  readonly #settler: Settler
  readonly #applied: AppliedAssignment
  readonly #arrival: Arrival
  readonly #revocation: Revocation
  readonly #reposition: Reposition
  readonly #dispatchers: Dispatchers
  readonly #handles: Handles
  readonly #joining: Joining
  readonly #lostHeartbeat: LostHeartbeat
  #sayClosed!: () => void
  readonly #closed = new Promise<void>((resolve) => (this.#sayClosed = resolve))
  #isQuiet = false
  #isFatal = false
  #lookedAtMs = -Infinity
  /** The handle is being let go of: it can no longer be asked. */
  #isStopped = false
  #membershipState: 'joining' | 'joined' | 'rebalancing' = 'joining'
  #end: 'failed' | 'closing' | 'closed' | null = null
  #closing: Promise<CloseReport> | null = null

  constructor(plan: SessionPlan) {
    const { library, subscription, options } = plan
    const choice = decideProtocol(options, subscription.kafka)
    const first = { choice, partitions: assumedPartitions, isScout: isScoutNeeded(choice) }
    this.#handles = new Handles(library, subscription, options, first, () => this.#membership.wake())
    this.#scope = createScope(plan, this.#handles, {
      fail: (error) => this.#fail(error),
      answeredByBroker: () => this.#connection.up(),
      isConnected: () => this.#connection.isUp,
    })
    this.#connection = new Connection(this.#scope, () => this.#committer.soon())
    this.#committer = new Committer(this.#scope)
    this.#settler = new Settler(this.#scope, this.#committer)
    this.#applied = new AppliedAssignment(this.#scope)
    this.#arrival = new Arrival(this.#scope, this.#applied, this.#committer, initialOffsets(subscription.topics))
    this.#revocation = new Revocation(this.#scope, this.#applied, this.#arrival, this.#committer)
    this.#reposition = new Reposition(this.#scope, this.#applied, this.#committer, () => this.#membership.serve())
    this.#joining = new Joining(this.#scope, this.#handles, choice, () => this.#membership.serve())
    this.#lostHeartbeat = new LostHeartbeat(this.#scope, this.#applied)
    this.#dispatchers = this.#wire()
    this.#membership = new Membership(
      this.#scope,
      (event) => dispatch(event, this.#scope, this.#dispatchers),
      () => this.#sayReady(),
    )
    this.control = {
      seek: (slot, offset) => this.#reposition.seek(this.#scope.slots.at(slot), offset).id,
      position: (slot) => this.#scope.slots.at(slot).position.value,
    }
    void this.#joining.start()
  }

  partition(slot: number): SlotInfo {
    return this.#scope.slots.at(slot)
  }

  take(maxRecords: number, maxBytes: number): DeliveredBatch | null {
    if (this.#isQuiet) return null
    const { driver, clock } = this.#scope
    for (;;) {
      const polled = driver.take(maxRecords, maxBytes)
      // ends of partitions were reported: they are told after this call
      if (driver.pendingEvents) this.#membership.soon()
      if (polled === null) return null
      const batch = deliver(polled, this.#scope.slots, clock)
      if (batch !== null) return batch
    }
  }

  hold(slot: number): void {
    this.#holdSlot(slot, true)
  }

  resume(slot: number): void {
    this.#holdSlot(slot, false)
  }

  settle(batch: RecordColumns, start: number, end: number, as: Settlement): void {
    this.#settler.settle(batch, start, end, as)
  }

  takeLast(): null {
    return null
  }

  doing(): void {}

  flush(): Promise<void> {
    return awaitAnswers(this.#scope.slots.live(), this.#committer, this.#scope.clock, Infinity)
  }

  surrender(handover: Handover): void {
    this.#revocation.surrender(handover)
  }

  quiet(): void {
    this.#isQuiet = true
  }

  close(deadlineMs: number): Promise<CloseReport> {
    this.#closing ??= this.#close(deadlineMs, true)
    return this.#closing
  }

  status(): SessionStatus {
    const { driver } = this.#scope
    const isGone = this.#isStopped || this.#end === 'failed'
    return {
      state: this.#end ?? this.#rebalancing(),
      protocol: this.#joining.protocol,
      memberId: isGone ? null : driver.memberId(),
      members: this.#membershipState === 'joining' || this.#end !== null ? 0 : 1,
      steady: this.#end === null && this.#rebalancing() === 'joined',
      connected: this.#connection.isUp,
      servedAtMs: this.#membership.servedAtMs,
      partitions: isGone ? [] : partitionStatus(this.#scope.slots, driver),
    }
  }

  #rebalancing(): 'joining' | 'joined' | 'rebalancing' {
    return this.#membershipState === 'joined' && (this.#arrival.isPending || this.#revocation.isPending)
      ? 'rebalancing'
      : this.#membershipState
  }

  #wire(): Dispatchers {
    return {
      applied: this.#applied,
      arrival: this.#arrival,
      revocation: this.#revocation,
      reposition: this.#reposition,
      committer: this.#committer,
      connection: this.#connection,
      joined: () => this.#joined(),
      left: (isLost) => (this.#membershipState = isLost ? 'joining' : 'rebalancing'),
      fatal: (failure) => this.#fatal(failure),
      closed: () => this.#sayClosed(),
      wasJoined: () => this.#joining.wasJoined,
      reads: (event) => {
        this.#lostHeartbeat.read(event)
        return this.#joining.read(event)
      },
    }
  }

  #joined(): void {
    this.#membershipState = 'joined'
    this.#joining.joined()
  }

  #fatal(failure: Failure): void {
    if (this.#end !== null) return
    if (this.#joining.fallBack(failure)) return
    const { group, cluster } = this.#scope.subscription
    this.#isFatal = true
    this.#fail(mapFailure(failure, true, { group, cluster, topic: null, wasJoined: this.#joining.wasJoined }).error)
  }

  #fail(error: SamsaError): void {
    if (this.#end !== null) return
    this.#closing = this.#close(this.#scope.clock.now() + failedReleaseMs, false)
    this.#end = 'failed'
    this.#scope.observer.failed(error)
  }

  async #close(deadlineMs: number, mayCommit: boolean): Promise<CloseReport> {
    this.#end = 'closing'
    this.#isQuiet = true
    this.#joining.stop()
    this.#lostHeartbeat.stop()
    const report = await endSession(
      {
        scope: this.#scope,
        arrival: this.#arrival,
        revocation: this.#revocation,
        committer: this.#committer,
        closed: this.#closed,
        released: this.#handles.released,
        isFatal: this.#isFatal,
        stop: () => this.#stop(),
      },
      deadlineMs,
      mayCommit,
    )
    if (mayCommit) this.#end = 'closed'
    return report
  }

  #stop(): void {
    this.#isStopped = true
    this.#membership.stop()
    this.#committer.stop()
    this.#connection.stop()
  }

  #sayReady(): void {
    // a KIP-848 member without partitions gets no assignment that would say so
    if (!this.#joining.wasJoined && this.#end === null && this.#mayLook() && memberEpoch(this.#scope.driver.groupMetadata()) > 0)
      this.#joined()
    if (!this.#isQuiet && this.#scope.driver.ready()) this.#scope.observer.ready()
  }

  /** Each look makes a log line under `debug=cgrp`, which wakes the session again: not more often than this. */
  #mayLook(): boolean {
    const nowMs = this.#scope.clock.now()
    if (nowMs - this.#lookedAtMs < betweenLooksMs) return false
    this.#lookedAtMs = nowMs
    return true
  }

  #holdSlot(id: number, isHeld: boolean): void {
    const slot = this.#scope.slots.at(id)
    slot.isHeld = isHeld
    if (slot.live) slot.queue.apply(this.#scope.driver)
  }
}
