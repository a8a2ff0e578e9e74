import {
  runWidth,
  spanWidth,
  systemClock,
  type Answer,
  type Clock,
  type CloseReport,
  type Doing,
  type Engine,
  type EngineEvent,
  type Handover,
  type MoveCause,
  type RecordColumns,
  type SamsaError,
  type Settlement,
  type Session,
  type SessionObserver,
  type Subscription,
} from '@samsa/contracts'
import { waitFor } from './wait-for.js'

/** A record as a member got it. */
export interface Delivery {
  readonly slot: number
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly value: string
  /** `null` where the kind of group does not count. */
  readonly deliveryCount: number | null
}

/** A stretch of one run that its member has not settled yet. */
interface Unsettled {
  readonly batch: RecordColumns
  readonly start: number
  readonly end: number
  readonly slot: number
}

const decoder = new TextDecoder()

/**
 * A runner of a few lines: takes what there is, settles it at once or when it is told to, hands over when nothing is in work, and remembers everything it heard.
 */
export class TestMember {
  readonly session: Session
  readonly deliveries: Delivery[] = []
  readonly assigned: number[] = []
  readonly revoked: number[] = []
  readonly lost: { readonly slots: readonly number[]; readonly cause: SamsaError }[] = []
  readonly answers: Answer[] = []
  readonly moves: { readonly slot: number; readonly from: number; readonly to: number; readonly cause: MoveCause }[] = []
  readonly ends: number[] = []
  readonly events: EngineEvent[] = []
  readonly failures: SamsaError[] = []
  readonly handovers: Handover[] = []
  /** `partition:offset` of what was in work when the end of its lock was near, and when it had come. */
  readonly expiring: string[] = []
  readonly expired: string[] = []
  /** How often it was told that records at their last delivery starve. */
  starving = 0
  /** `partition:offset` of what it saved of them. */
  readonly saved: string[] = []
  /** Takes what would starve, and says that it is done. */
  saves = false
  /** Delivery limit of each take. */
  readonly limits: number[] = []
  /** Settle each record as soon as it is taken. */
  settles = true
  /** How a record is settled that is settled at once; `null`: not now. */
  decide: (delivery: Delivery) => Settlement | null = () => 'done'
  /** Give up partitions as soon as nothing of them is unsettled. */
  surrenders = true
  /** Takes records whenever there are some. */
  takes = true
  readonly clock: Clock
  #unsettled: Unsettled[] = []

  readonly #engine: Engine

  constructor(engine: Engine, subscription: Subscription, clock: Clock = systemClock) {
    this.#engine = engine
    this.clock = clock
    this.session = engine.open(subscription, this.#observer(), clock)
  }

  /** Slots whose results count. */
  get live(): number[] {
    return this.assigned.filter((slot) => this.session.partition(slot).live)
  }

  /** `topic/partition` of the live slots, sorted. */
  get partitions(): string[] {
    return this.live.map((slot) => `${this.session.partition(slot).topic}/${this.session.partition(slot).partition}`).sort()
  }

  /** The live slot of a partition. */
  slotOf(partition: number): number {
    const slot = this.live.find((one) => this.session.partition(one).partition === partition)
    if (slot === undefined) throw new Error(`partition ${partition} is not assigned: ${this.describe()}`)
    return slot
  }

  /** Takes until there is nothing left. */
  drain(): void {
    if (!this.takes) return
    for (let batch = this.session.take(1000, 1 << 20); batch !== null; batch = this.session.take(1000, 1 << 20)) this.#accept(batch)
  }

  /** Settles what is open, of one slot or of all, in reverse order of delivery. */
  settleOpen(slot: number | null = null, as: Settlement = 'done'): void {
    const open = this.#unsettled.filter((one) => slot === null || one.slot === slot)
    this.#unsettled = this.#unsettled.filter((one) => !open.includes(one))
    for (const { batch, start, end } of open.reverse()) this.session.settle(batch, start, end, as)
    this.#surrenderIfDone()
  }

  /** Settles one record by its offset; the rest of its run stays open. */
  settleOne(partition: number, offset: number, as: Settlement = 'done'): void {
    const at = this.#unsettled.findIndex(({ batch, start, end, slot }) => {
      return this.session.partition(slot).partition === partition && batch.offsets.subarray(start, end).includes(offset)
    })
    if (at < 0) throw new Error(`offset ${offset} is not open: ${this.describe()}`)
    const { batch, start, end, slot } = this.#unsettled[at]!
    const record = batch.offsets.indexOf(offset, start)
    const rest = [
      { batch, start, end: record, slot },
      { batch, start: record + 1, end, slot },
    ].filter((one) => one.end > one.start)
    this.#unsettled.splice(at, 1, ...rest)
    this.session.settle(batch, record, record + 1, as)
  }

  /** Says what is done with one record that is open. */
  doOne(partition: number, offset: number, doing: Doing): void {
    for (const { batch, start, end, slot } of this.#unsettled) {
      const row = batch.offsets.indexOf(offset, start)
      if (this.session.partition(slot).partition === partition && row >= 0 && row < end)
        return this.session.doing(batch, row, row + 1, doing)
    }
    throw new Error(`offset ${offset} is not open: ${this.describe()}`)
  }

  /** Waits until it is in the group, with so many partitions where partitions are assigned to one member. */
  async hasJoined(partitions: number): Promise<void> {
    const isOfPositions = this.#engine.capabilities.settlement === 'position'
    const { session } = this
    await waitFor(
      'the member to have joined',
      () => session.status().state === 'joined' && session.status().steady && (!isOfPositions || this.live.length === partitions),
      () => this.describe(),
    )
  }

  /** Waits for so many partitions. */
  async hasPartitions(count: number): Promise<void> {
    await waitFor(
      `${count} partitions`,
      () => this.live.length === count,
      () => this.describe(),
    )
  }

  /** Waits for so many deliveries. */
  async hasDeliveries(count: number): Promise<void> {
    await waitFor(
      `${count} deliveries`,
      () => this.deliveries.length >= count,
      () => this.describe(),
    )
  }

  close(withinMs = 15_000): Promise<CloseReport> {
    return this.session.close(this.clock.now() + withinMs)
  }

  describe(): string {
    const failures = this.failures.map((error) => error.message)
    const troubles = this.events
      .map((event) => (event.type === 'trouble' ? event.error.message : event.type))
      .filter((text) => text !== 'library-log')
    return JSON.stringify({
      partitions: this.session.status().partitions.map(({ topic, partition, position, end, held }) => {
        const offsets = this.deliveries.filter((one) => one.topic === topic && one.partition === partition).map(({ offset }) => offset)
        return `${topic}/${partition}: delivered ${stretchesOf(offsets)}, position ${position}, end ${end}${held ? ', held' : ''}`
      }),
      deliveries: this.deliveries.length,
      moves: this.moves.length,
      failures,
      troubles,
      state: this.session.status().state,
    })
  }

  #accept(batch: RecordColumns): void {
    this.limits.push(batch.deliveryLimit)
    for (let at = 0; at < batch.runs.length; at += runWidth) {
      const [slot, start, count] = batch.runs.subarray(at, at + runWidth) as unknown as [number, number, number]
      const verdicts = Array.from({ length: count }, (_, index) => this.#remember(batch, slot, start + index))
      for (let from = 0; from < count;) {
        let to = from + 1
        while (to < count && verdicts[to] === verdicts[from]) to++
        this.#settleOrKeep({ batch, start: start + from, end: start + to, slot }, verdicts[from] ?? null)
        from = to
      }
    }
  }

  #remember(batch: RecordColumns, slot: number, record: number): Settlement | null {
    const { topic, partition } = this.session.partition(slot)
    const [offset, deliveryCount] = [batch.offsets[record]!, batch.deliveryCounts?.[record] ?? null]
    const delivery = { slot, topic, partition, offset, value: valueOf(batch, record), deliveryCount }
    this.deliveries.push(delivery)
    return this.settles ? this.decide(delivery) : null
  }

  #settleOrKeep(stretch: Unsettled, as: Settlement | null): void {
    if (as === null) this.#unsettled.push(stretch)
    else this.session.settle(stretch.batch, stretch.start, stretch.end, as)
  }

  /** `partition:offset` of what is in work of one take. */
  #openOf(batch: RecordColumns): string[] {
    const stretches = this.#unsettled.filter((one) => one.batch === batch)
    return stretches.flatMap(({ start, end, slot }) =>
      [...batch.offsets.subarray(start, end)].map((offset) => `${this.session.partition(slot).partition}:${offset}`),
    )
  }

  #surrenderIfDone(): void {
    for (const handover of this.handovers) {
      const isBusy = this.#unsettled.some(({ slot }) => handover.slots.includes(slot))
      if (this.surrenders && !isBusy) this.session.surrender(handover)
    }
  }

  #starving(): void {
    this.starving++
    if (!this.saves) return
    for (let batch = this.session.takeLast(); batch !== null; batch = this.session.takeLast()) {
      for (let at = 0; at < batch.runs.length; at += runWidth) {
        const [slot, start, count] = [batch.runs[at]!, batch.runs[at + 1]!, batch.runs[at + 2]!]
        for (let row = start; row < start + count; row++) this.saved.push(`${this.session.partition(slot).partition}:${batch.offsets[row]}`)
        this.session.settle(batch, start, start + count, 'done')
      }
    }
  }

  #observer(): SessionObserver {
    return {
      ready: () => this.drain(),
      assigned: (slots) => this.assigned.push(...slots),
      revoking: (handover) => {
        this.handovers.push(handover)
        this.#surrenderIfDone()
      },
      revoked: (slots) => this.revoked.push(...slots),
      lost: (slots, cause) => this.lost.push({ slots: [...slots], cause }),
      expiring: (batch) => this.expiring.push(...this.#openOf(batch)),
      expired: (batch) => this.expired.push(...this.#openOf(batch)),
      starving: () => this.#starving(),
      answered: (answer) => this.answers.push(answer),
      moved: (slot, from, to, cause) => {
        this.moves.push({ slot, from, to, cause })
        if (!this.assigned.includes(slot)) this.assigned.push(slot)
      },
      reachedEnd: (slot) => this.ends.push(slot),
      event: (event) => this.events.push(event),
      failed: (error) => this.failures.push(error),
    }
  }
}

/** `0-4,6`: which offsets came, so that a missing one can be seen. */
function stretchesOf(offsets: readonly number[]): string {
  const stretches: { first: number; last: number }[] = []
  for (const offset of [...new Set(offsets)].toSorted((left, right) => left - right)) {
    const last = stretches.at(-1)
    if (last?.last === offset - 1) last.last = offset
    else stretches.push({ first: offset, last: offset })
  }
  return stretches.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join() || 'nothing'
}

function valueOf(batch: RecordColumns, record: number): string {
  const at = batch.spans[record * spanWidth + 2]!
  const length = batch.spans[record * spanWidth + 3]!
  return decoder.decode(batch.bytes.subarray(at, at + length))
}
