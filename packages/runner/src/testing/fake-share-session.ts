import {
  type CloseReport,
  type Clock,
  type Doing,
  type RecordColumns,
  type SamsaError,
  type Session,
  type SessionObserver,
  type SessionStatus,
  type Settlement,
  type SlotInfo,
  type Subscription,
} from '@samsa/contracts'
import { buildColumns } from './build-columns.js'
import type { FakeLease, FakePoll } from './fake-lease.js'

/** A record as a test delivers it. */
export interface FakeDelivery {
  readonly partition?: number | undefined
  readonly offset: number
  /** Default: 1. */
  readonly deliveryCount?: number | undefined
  readonly value?: string | undefined
}

/** A share group's session in memory: the test is the broker. Locks run out on the test's clock. */
export class FakeShareSession implements Session {
  readonly subscription: Subscription
  readonly observer: SessionObserver
  readonly control = null
  readonly transaction = null
  state: SessionStatus['state'] = 'joining'
  steady = true
  /** How long records are locked, and how much earlier their end is told, milliseconds. */
  lockMs = 30_000
  marginMs = 2_000
  deliveryLimit = 5
  /** Every record that was delivered, in order. */
  readonly leases: FakeLease[] = []
  /** What `take` was asked for. */
  readonly asked: number[] = []
  /** Calls of `settle` in order: how, and how many. */
  readonly settlements: string[] = []
  /** Settlements that came too late. */
  dropped = 0
  isQuiet = false
  closed: Promise<CloseReport> | null = null
  readonly #clock: Clock
  readonly #slots: string[] = []
  readonly #polls: FakePoll[] = []

  constructor(subscription: Subscription, observer: SessionObserver, clock: Clock) {
    this.subscription = subscription
    this.observer = observer
    this.#clock = clock
  }

  join(): void {
    this.state = 'joined'
    this.observer.event({ type: 'connected' })
  }

  fail(error: SamsaError): void {
    this.state = 'failed'
    this.observer.failed(error)
  }

  /** A poll brings these records of the session's first topic; they are ready in the next turn. */
  deliver(...records: readonly (number | FakeDelivery)[]): readonly FakeLease[] {
    const given = records.map((record) => (typeof record === 'number' ? { offset: record } : record))
    const partitions = [...new Set(given.map(({ partition = 0 }) => partition))]
    const sorted = partitions.flatMap((partition) => given.filter((record) => (record.partition ?? 0) === partition))
    const nowMs = this.#clock.now()
    const topic = this.subscription.topics[0]?.name ?? ''
    const columns = buildColumns(
      partitions.map((partition) => ({
        slot: this.#slot(topic, partition),
        records: sorted
          .filter((record) => (record.partition ?? 0) === partition)
          .map(({ offset, value = 'x' }) => ({ offset, key: null, value, headers: [], timestamp: offset })),
      })),
      nowMs,
    )
    const leases = sorted.map(({ partition = 0, offset, deliveryCount = 1 }): FakeLease => ({
      topic,
      partition,
      offset,
      deliveryCount,
      state: 'queued',
      doing: 'working',
      settlements: 0,
    }))
    const locked: RecordColumns = {
      ...columns,
      deliveryCounts: Int16Array.from(leases, ({ deliveryCount }) => deliveryCount),
      deliveryLimit: this.deliveryLimit,
      lockMs: this.lockMs,
      expiringAtMs: nowMs + this.lockMs - this.marginMs,
      expiresAtMs: nowMs + this.lockMs,
    }
    const poll: FakePoll = { columns: locked, leases, takes: [], told: new Set(), expiring: false, expired: false }
    this.leases.push(...leases)
    this.#polls.push(poll)
    this.#clock.at(nowMs + this.lockMs - this.marginMs, () => this.#expiring(poll))
    this.#clock.at(nowMs + this.lockMs, () => this.#expired(poll))
    if (this.isQuiet) this.#giveBack(poll, 'stop')
    setImmediate(() => this.closed === null && this.observer.ready())
    return leases
  }

  partition(slot: number): SlotInfo {
    const [topic = '', partition = ''] = (this.#slots[slot] ?? '').split('/')
    return { topic, partition: Number(partition), live: true }
  }

  take(maxRecords: number): RecordColumns | null {
    if (this.closed !== null) return null
    if (!(maxRecords >= 1)) throw new Error(`take(${maxRecords})`)
    this.asked.push(maxRecords)
    const poll = this.#polls.find(({ leases, expiring }) => !expiring && leases.some(({ state }) => state === 'queued'))
    return poll === undefined ? null : this.#take(poll, maxRecords)
  }

  takeLast(): RecordColumns | null {
    if (this.closed !== null) return null
    const poll = this.#polls.find(({ leases, expiring, expired }) => expiring && !expired && leases.some(({ state }) => state === 'queued'))
    return poll === undefined ? null : this.#take(poll, Infinity)
  }

  doing(batch: RecordColumns, start: number, end: number, doing: Doing): void {
    const poll = this.#polls.find(({ takes }) => takes.includes(batch))
    if (poll === undefined || !withinRun(batch, start, end)) throw new Error(`records ${start} to ${end} were not taken together`)
    for (let row = start; row < end; row++) (poll.leases[row] as FakeLease).doing = doing
  }

  #take(poll: FakePoll, maxRecords: number): RecordColumns {
    const rows = poll.leases.map((_lease, row) => row).filter((row) => poll.leases[row]?.state === 'queued')
    const first = rows
      .toSorted((one, other) => nearest(poll, other) - nearest(poll, one) || one - other)
      .slice(0, maxRecords)
      .toSorted((one, other) => one - other)
    for (const row of first) (poll.leases[row] as FakeLease).state = 'taken'
    const taken = { ...poll.columns, runs: runsOf(poll.columns, first) }
    poll.takes.push(taken)
    return taken
  }

  hold(): void {}
  resume(): void {}

  settle(batch: RecordColumns, start: number, end: number, as: Settlement): void {
    const poll = this.#polls.find(({ takes }) => takes.includes(batch))
    if (poll === undefined || !withinRun(batch, start, end)) throw new Error(`records ${start} to ${end} were not taken together`)
    this.settlements.push(`${as} ${end - start}`)
    for (let row = start; row < end; row++) {
      const lease = poll.leases[row] as FakeLease
      lease.settlements++
      if (poll.expired || (poll.told.has(batch) && as !== 'release')) this.dropped++
      else if (lease.state !== 'taken')
        throw new Error(`${lease.topic}/${lease.partition}/${lease.offset} is ${lease.state}, and settled as ${as}`)
      else lease.state = as
    }
  }

  flush(): Promise<void> {
    return Promise.resolve()
  }

  surrender(): void {}

  quiet(): void {
    if (this.isQuiet) return
    this.isQuiet = true
    for (const poll of this.#polls) this.#giveBack(poll, 'stop')
  }

  close(): Promise<CloseReport> {
    this.closed ??= this.#close()
    return this.closed
  }

  status(): SessionStatus {
    return {
      state: this.state,
      protocol: 'share',
      memberId: 'fake-member',
      members: this.state === 'joined' ? 2 : 0,
      steady: this.steady,
      connected: this.state !== 'joining',
      servedAtMs: this.#clock.now(),
      partitions: this.#slots.map((name, slot) => {
        const [topic = '', partition = ''] = name.split('/')
        const own = this.leases.filter((lease) => `${lease.topic}/${lease.partition}` === name)
        const atEnd = own.every(({ state }) => state !== 'queued' && state !== 'taken')
        return { slot, topic, partition: Number(partition), position: null, committed: null, end: null, atEnd, held: false }
      }),
    }
  }

  #slot(topic: string, partition: number): number {
    const name = `${topic}/${partition}`
    const known = this.#slots.indexOf(name)
    if (known >= 0) return known
    this.#slots.push(name)
    this.observer.assigned(Int32Array.of(this.#slots.length - 1))
    return this.#slots.length - 1
  }

  #expiring(poll: FakePoll): void {
    if (this.closed !== null || this.state === 'failed') return
    poll.expiring = true
    this.#warn(poll)
    this.#giveBack(poll, 'lock-end')
    if (poll.leases.some(({ state }) => state === 'queued')) this.observer.starving()
  }

  /** The end of the lock is told for what was taken before it, once. */
  #warn(poll: FakePoll): void {
    for (const taken of poll.takes) {
      if (poll.told.has(taken) || !unsettled(poll, taken)) continue
      poll.told.add(taken)
      this.observer.expiring(taken)
    }
  }

  #expired(poll: FakePoll): void {
    if (this.closed !== null || this.state === 'failed') return
    this.#warn(poll)
    poll.expired = true
    for (const taken of poll.takes) if (unsettled(poll, taken)) this.observer.expired(taken)
    for (const lease of poll.leases) {
      if (lease.state === 'queued') this.#starve(lease)
      if (lease.state === 'taken') lease.state = 'expired'
    }
  }

  #giveBack(poll: FakePoll, reason: 'stop' | 'lock-end'): void {
    for (const lease of poll.leases) {
      if (lease.state !== 'queued' || lease.deliveryCount >= this.deliveryLimit) continue
      lease.state = 'given-back'
      const { topic, partition, offset, deliveryCount } = lease
      this.observer.event({ type: 'given-back', topic, partition, offset, lastOffset: offset, records: 1, deliveryCount, reason })
    }
  }

  #starve(lease: FakeLease): void {
    lease.state = 'starved'
    const { topic, partition, offset, deliveryCount } = lease
    this.observer.event({ type: 'starved', topic, partition, offset, deliveryCount })
  }

  async #close(): Promise<CloseReport> {
    this.state = 'closed'
    for (const lease of this.leases) if (lease.state === 'queued') this.#starve(lease)
    return { unsettled: this.leases.filter(({ state }) => state === 'taken').length, unanswered: 0, hung: false }
  }
}

function nearest(poll: FakePoll, row: number): number {
  return poll.leases[row]?.deliveryCount ?? 0
}

function rowsOf({ runs }: RecordColumns): readonly number[] {
  const rows: number[] = []
  for (let run = 0; run < runs.length; run += 3)
    for (let row = 0; row < (runs[run + 2] as number); row++) rows.push((runs[run + 1] as number) + row)
  return rows
}

function unsettled(poll: FakePoll, taken: RecordColumns): boolean {
  return rowsOf(taken).some((row) => poll.leases[row]?.state === 'taken')
}

function withinRun({ runs }: RecordColumns, start: number, end: number): boolean {
  for (let run = 0; run < runs.length; run += 3) {
    const first = runs[run + 1] as number
    if (start >= first && end <= first + (runs[run + 2] as number) && start < end) return true
  }
  return false
}

/** Runs that name these rows only. */
function runsOf({ runs }: RecordColumns, rows: readonly number[]): Int32Array {
  const table: number[] = []
  for (let run = 0; run < runs.length; run += 3) {
    const first = runs[run + 1] as number
    for (const row of rows.filter((one) => one >= first && one < first + (runs[run + 2] as number))) {
      const at = table.length - 3
      if (at >= 0 && table[at] === runs[run] && (table[at + 1] as number) + (table[at + 2] as number) === row)
        table[at + 2] = (table[at + 2] as number) + 1
      else table.push(runs[run] as number, row, 1)
    }
  }
  return Int32Array.from(table)
}
