import {
  SamsaError,
  type CloseReport,
  type Clock,
  type Handover,
  type PositionControl,
  type RecordColumns,
  type Session,
  type SessionObserver,
  type SessionStatus,
  type SlotInfo,
  type Subscription,
} from '@samsa/contracts'
import { buildColumns, type FakeRun } from './build-columns.js'
import type { FakePartition } from './fake-partition.js'
import { FakeSlot } from './fake-slot.js'

/** A membership in a group that exists only in memory. The test plays the broker: it assigns, revokes, loses and fails. */
export class FakeSession implements Session {
  readonly subscription: Subscription
  readonly observer: SessionObserver
  readonly slots: FakeSlot[] = []
  readonly transaction = null
  readonly control: PositionControl
  state: SessionStatus['state'] = 'joining'
  connected = false
  /** Records whose settlement was dropped because their slot was dead. */
  dropped = 0
  /** Settlements that left an older record of the slot open behind them. */
  gaps = 0
  /** `hold` and `resume` in order: `hold 0`, `resume 0`. */
  readonly holds: string[] = []
  readonly #clock: Clock
  readonly #handovers = new Set<Handover>()
  #quiet = false
  #turn = 0
  #readyPlanned = false
  #closed: Promise<CloseReport> | null = null

  constructor(subscription: Subscription, observer: SessionObserver, clock: Clock) {
    this.subscription = subscription
    this.observer = observer
    this.#clock = clock
    this.control = { seek: (slot, offset) => this.#seek(slot, offset), position: (slot) => this.#at(slot).position }
  }

  /** Reaches a broker and joins. */
  join(): void {
    this.connected = true
    this.state = 'joined'
    this.observer.event({ type: 'connected' })
  }

  /** Assigns partitions, from their committed positions; answers the slots. */
  assign(partitions: readonly FakePartition[]): readonly FakeSlot[] {
    const slots = partitions.map((partition) => this.#add(partition, partition.committed ?? 0))
    this.observer.assigned(Int32Array.from(slots, (slot) => slot.slot))
    this.poke()
    return slots
  }

  /** Asks for slots back within `drainMs`. */
  revoke(slots: readonly FakeSlot[], drainMs: number): Handover {
    const handover: Handover = { slots: Int32Array.from(slots, (slot) => slot.slot), deadlineMs: this.#clock.now() + drainMs }
    this.#handovers.add(handover)
    this.#clock.at(handover.deadlineMs, () => this.surrender(handover))
    this.observer.revoking(handover)
    return handover
  }

  /** Takes slots away without a handover. */
  lose(slots: readonly FakeSlot[], cause = new SamsaError('SAMSA_FENCED', 'fenced', { retryable: true })): void {
    for (const slot of slots) slot.live = false
    this.observer.lost(
      Int32Array.from(slots, (slot) => slot.slot),
      cause,
    )
  }

  /** The session cannot go on. */
  fail(error: SamsaError): void {
    this.state = 'failed'
    for (const slot of this.slots) slot.live = false
    this.observer.failed(error)
  }

  /** Tells the owner soon that there is something to take, or that an end was reached. */
  poke(): void {
    if (this.#readyPlanned) return
    this.#readyPlanned = true
    setImmediate(() => {
      this.#readyPlanned = false
      if (this.state === 'closed' || this.state === 'failed') return
      this.observer.ready()
      this.#tellEnds()
    })
  }

  partition(slot: number): SlotInfo {
    const found = this.#at(slot)
    return { topic: found.partition.topic, partition: found.partition.partition, live: found.live }
  }

  take(maxRecords: number, maxBytes: number): RecordColumns | null {
    if (this.#quiet || this.state === 'closed') return null
    const runs: FakeRun[] = []
    let left = maxRecords
    for (let step = 0; step < this.slots.length && left > 0; step++) {
      const slot = this.slots[(this.#turn + step) % this.slots.length] as FakeSlot
      if (!slot.live || slot.held) continue
      const records = slot.take(left, maxBytes)
      left -= records.length
      if (records.length > 0) runs.push({ slot: slot.slot, records })
    }
    this.#turn++
    if (runs.length > 0) return buildColumns(runs, this.#clock.now())
    this.#tellEndsSoon()
    return null
  }

  hold(slot: number): void {
    this.#at(slot).held = true
    this.holds.push(`hold ${slot}`)
  }

  resume(slot: number): void {
    this.#at(slot).held = false
    this.holds.push(`resume ${slot}`)
  }

  settle(batch: RecordColumns, start: number, end: number): void {
    const slot = this.#at(slotOf(batch, start, end))
    if (!slot.live) {
      this.dropped += end - start
      return
    }
    for (let row = start; row < end; row++) if (!slot.settle(batch.offsets[row] as number)) this.gaps++
  }

  async flush(): Promise<void> {
    for (const slot of this.slots) if (slot.live) slot.partition.committed = slot.position
  }

  takeLast(): null {
    return null
  }

  doing(): void {}

  surrender(handover: Handover): void {
    if (!this.#handovers.delete(handover)) return
    for (const index of handover.slots) this.#end(this.#at(index))
    setImmediate(() => this.observer.revoked(handover.slots))
  }

  quiet(): void {
    this.#quiet = true
  }

  close(): Promise<CloseReport> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  status(): SessionStatus {
    const partitions = this.slots.filter((slot) => slot.live).map((slot) => slot.status())
    return {
      state: this.state,
      protocol: 'consumer',
      memberId: 'fake-member',
      members: this.state === 'joined' ? 1 : 0,
      steady: this.state === 'joined',
      connected: this.connected,
      servedAtMs: this.#clock.now(),
      partitions,
    }
  }

  async #close(): Promise<CloseReport> {
    const unsettled = this.slots.reduce((sum, slot) => sum + (slot.live ? slot.open.length : 0), 0)
    for (const slot of this.slots) this.#end(slot)
    this.state = 'closed'
    return { unsettled, unanswered: 0, hung: false }
  }

  #end(slot: FakeSlot): void {
    if (!slot.live) return
    slot.partition.committed = slot.position
    slot.live = false
  }

  #add(partition: FakePartition, next: number): FakeSlot {
    const slot = new FakeSlot(this.slots.length, partition, next)
    this.slots.push(slot)
    return slot
  }

  #seek(index: number, offset: number): number {
    const old = this.#at(index)
    const from = old.position
    old.live = false
    const slot = this.#add(old.partition, offset)
    slot.held = old.held
    setImmediate(() => this.observer.moved(slot.slot, from, offset, 'seek'))
    this.poke()
    return slot.slot
  }

  #tellEndsSoon(): void {
    setImmediate(() => this.#tellEnds())
  }

  #tellEnds(): void {
    for (const slot of this.slots) {
      if (!slot.live || slot.endTold || slot.next < slot.partition.end) continue
      slot.endTold = true
      this.observer.reachedEnd(slot.slot)
    }
  }

  #at(slot: number): FakeSlot {
    const found = this.slots[slot]
    if (found === undefined) throw new Error(`slot ${slot} was never assigned`)
    return found
  }
}

/** The slot of a range, which must lie within one run. */
function slotOf({ runs }: RecordColumns, start: number, end: number): number {
  for (let run = 0; run < runs.length; run += 3) {
    const first = runs[run + 1] as number
    if (start >= first && end <= first + (runs[run + 2] as number) && start < end) return runs[run] as number
  }
  throw new Error(`records ${start} to ${end} are not within one run`)
}
