import type { Cancel } from '@samsa/contracts'
import { rowStates, type AcquiredBatch } from '../delivery/acquired-batch.js'
import type { TakenBatch } from '../delivery/taken-batch.js'
import { acknowledgeTypes } from '../driver.js'
import type { SessionScope } from '../scope.js'
import type { Settler } from '../settlement/settler.js'
import { giveBack, typeQueued } from './give-back.js'

/**
 * Watches the locks of what is in hand, with one timer for the session:
 *
 * held → near its end (signals fire, what waits is given back) → over (what is still in work does not count any more)
 */
export class LockWatch {
  readonly #scope: SessionScope
  readonly #settler: Settler
  #dueMs = Infinity
  #timer: Cancel = () => {}

  constructor(scope: SessionScope, settler: Settler) {
    this.#scope = scope
    this.#settler = settler
  }

  /** A batch came; one that waited for longer than its lock is over at once. */
  watch(batch: AcquiredBatch): void {
    this.#look(batch, this.#scope.clock.now())
    this.#planAt(dueMs(batch))
  }

  /** Before anything is sent: the event loop may have been busy when a lock ended. */
  check(): void {
    if (this.#scope.clock.now() >= this.#dueMs) this.#run()
  }

  /** Watches nothing more. */
  stop(): void {
    this.#timer()
    this.#dueMs = Infinity
  }

  /** The member of this batch is gone, its records with it: what is in work does not count any more. */
  lose(batch: AcquiredBatch): void {
    for (const taken of openTakes(batch)) this.#expiring(taken)
    this.#end(batch)
    for (let row = 0; row < batch.columns.length; row++) {
      if (batch.states[row] === rowStates.queued) typeQueued(batch, batch.runOf(row), row, row + 1, 'expired', this.#scope)
    }
  }

  #planAt(atMs: number): void {
    if (atMs >= this.#dueMs) return
    this.#timer()
    this.#dueMs = atMs
    this.#timer = this.#scope.clock.at(atMs, () => this.#run())
  }

  #run(): void {
    this.#timer()
    this.#dueMs = Infinity
    const nowMs = this.#scope.clock.now()
    const { queue } = this.#scope
    for (const batch of queue.all()) this.#look(batch, nowMs)
    for (const batch of queue.all()) this.#planAt(dueMs(batch))
  }

  #look(batch: AcquiredBatch, nowMs: number): void {
    if (nowMs >= batch.lock.expiringAtMs && !batch.isExpiring) this.#nearEnd(batch)
    if (nowMs >= batch.lock.expiresAtMs && !batch.isOver) this.#over(batch)
  }

  #nearEnd(batch: AcquiredBatch): void {
    batch.isExpiring = true
    const given = giveBack(batch, 'lock-end', 'late', this.#scope)
    for (const taken of openTakes(batch)) this.#expiring(taken)
    for (const event of given) this.#scope.event(event)
    // what is left of the queue is at its last delivery
    if (batch.queued > 0 && this.#scope.clock.now() < batch.lock.expiresAtMs) this.#scope.observer.starving()
    this.#scope.plan()
  }

  #over(batch: AcquiredBatch): void {
    // what was begun after the end came near hears of it now
    for (const taken of openTakes(batch)) this.#expiring(taken)
    batch.acknowledgements.expire(batch.columns.offsets, this.#settler.late)
    this.#end(batch)
    this.#starve(batch)
    this.#scope.plan()
  }

  #expiring(taken: TakenBatch): void {
    if (taken.isExpiring) return
    taken.isExpiring = true
    this.#scope.observer.expiring(taken)
  }

  /** What is in work gets its type, so that the member can fetch; its user may still be at it. */
  #end(batch: AcquiredBatch): void {
    batch.isOver = true
    const { states, columns, partitionIds, acknowledgements } = batch
    for (let row = 0; row < columns.length; row++) {
      if (states[row] !== rowStates.taken) continue
      states[row] = rowStates.over
      batch.untyped--
      acknowledgements.add('expired', columns.offsets, partitionIds[batch.runOf(row)]!, acknowledgeTypes.release, row, row + 1)
    }
    for (const taken of openTakes(batch)) this.#scope.observer.expired(taken)
  }

  /** What could not be begun at its last delivery: the broker archives it. */
  #starve(batch: AcquiredBatch): void {
    starve(batch, 'expired', this.#scope)
  }
}

/** Records at their last delivery that nobody can begin any more are let go of, and named. */
export function starve(batch: AcquiredBatch, kind: 'healthy' | 'expired', scope: SessionScope): void {
  const { offsets, deliveryCounts } = batch.columns
  for (let row = 0; row < batch.columns.length && batch.queued > 0; row++) {
    if (batch.states[row] !== rowStates.queued) continue
    const run = batch.runOf(row)
    const { topic, partition } = scope.slots.at(batch.slotOfRun(run))
    typeQueued(batch, run, row, row + 1, kind, scope)
    scope.event({ type: 'starved', topic, partition, offset: offsets[row]!, deliveryCount: deliveryCounts[row]! })
  }
}

const openTakes = (batch: AcquiredBatch): TakenBatch[] => batch.takes.filter(({ open }) => open > 0)

const dueMs = ({ lock, isExpiring, isOver }: AcquiredBatch): number =>
  isOver ? Infinity : isExpiring ? lock.expiresAtMs : lock.expiringAtMs
