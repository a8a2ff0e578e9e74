import { SamsaError } from '@samsa/contracts'
import { decideOutcome, type RecoveryAction } from '../policy/decide-outcome.js'
import type { Failure } from '../policy/failure.js'
import { lastRunDelivery } from '../policy/last-run.js'
import type { RecoveryPolicy } from '../policy/recovery-policy.js'
import { failureOf, type Behaviour } from './behaviours.js'
import { buildFailure } from './build-failure.js'
import { LedgerEntry, type End } from './ledger.js'

/** What can happen to records of a share group. */
export type ShareStep =
  /** `dies`: the worker crashes before its handler has ended. */
  | { readonly do: 'work'; readonly record: number; readonly tookMs: number; readonly dies: boolean }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'crash' | 'hand-over' | 'write-fails' | 'crash-after-write' }

/** What a record was cut in. */
export type Phase = 'queued' | 'run' | 'waiting' | 'writing'

/** A delivery that a worker has in hand. */
interface Delivery {
  readonly count: number
  readonly lockEndMs: number
  executions: number
  phase: Phase
  /** When it runs again. */
  dueMs: number
}

/** What a model is made of. */
export interface ShareGroupParts {
  readonly policy: RecoveryPolicy
  readonly scripts: readonly (readonly Behaviour[])[]
  readonly limit: number
  readonly random: () => number
}

export const lockMs = 1000
const marginMs = 100

/**
 * Records of a share group, with nothing in it but what `decideOutcome` and `lastRunDelivery` say, and the rules of the broker: a delivery that ends without a result (crash,
 * hand-over, end of its lock, RELEASE) makes the record available again, and at the limit archives it, which a broker that writes dead letters does not do in silence.
 */
export class ShareGroupModel {
  readonly records: readonly LedgerEntry[]
  /** What the last delivery of an archived record was cut in. */
  readonly archivedIn = new Map<number, Phase>()
  readonly lastRun: number
  readonly #parts: ShareGroupParts
  readonly #deliveries = new Map<number, Delivery>()
  readonly #counts: number[]
  #nowMs = 0
  #failingWrites = 0
  #crashesAfterWrite = 0

  constructor(parts: ShareGroupParts) {
    this.#parts = parts
    this.records = parts.scripts.map((_, offset) => new LedgerEntry(offset))
    this.#counts = parts.scripts.map(() => 0)
    this.lastRun = lastRunDelivery(parts.policy, parts.limit)
  }

  step(step: ShareStep): void {
    if (step.do === 'work') this.#work(step.record % this.records.length, step.tookMs, step.dies)
    else if (step.do === 'pass') this.#pass(step.ms)
    else if (step.do === 'write-fails') this.#failingWrites++
    else if (step.do === 'crash-after-write') this.#crashesAfterWrite++
    else this.#endAll()
  }

  /** Nothing fails any more but handlers: works until every record has ended. */
  finish(): void {
    this.#failingWrites = 0
    this.#crashesAfterWrite = 0
    for (const { offset } of this.records) while (this.records[offset]?.end === null) this.#work(offset, 0, false)
  }

  #work(offset: number, tookMs: number, dies: boolean): void {
    const record = this.records[offset] as LedgerEntry
    if (record.end !== null) return
    const delivery = this.#deliveries.get(offset)
    if (delivery === undefined) return this.#acquire(offset)
    if (delivery.phase === 'writing') return this.#write(record, delivery)
    if (delivery.phase === 'waiting' && delivery.dueMs > this.#nowMs) return this.#pass(delivery.dueMs - this.#nowMs)
    if (delivery.count > this.lastRun) return this.#decide(record, delivery, givenUp('deliveries'))
    this.#run(record, delivery, tookMs, dies)
  }

  #acquire(offset: number): void {
    const count = (this.#counts[offset] ?? 0) + 1
    this.#counts[offset] = count
    this.#deliveries.set(offset, { count, lockEndMs: this.#nowMs + lockMs, executions: 0, phase: 'queued', dueMs: 0 })
  }

  #run(record: LedgerEntry, delivery: Delivery, tookMs: number, dies: boolean): void {
    const script = this.#parts.scripts[record.offset] as readonly Behaviour[]
    const behaviour = script[record.runs % script.length] as Behaviour
    delivery.executions++
    delivery.phase = 'run'
    record.ran(delivery.count)
    if (dies) return this.#endAll()
    this.#pass(tookMs, record)
    // its lock ended meanwhile: the result is late
    if (this.#leftMs(delivery) <= 0) return this.#unanswered(record, delivery, 'run')
    const failure = failureOf(behaviour)
    if (failure !== null) return this.#decide(record, delivery, failure)
    this.#settle(record, behaviour === 'handle' ? 'handled' : 'rejected')
  }

  #decide(record: LedgerEntry, delivery: Delivery, failure: Failure): void {
    const { policy, limit, random } = this.#parts
    const attempt = delivery.count - 1 + delivery.executions
    const state = { count: delivery.count, limit, lockMs, lockLeftMs: this.#leftMs(delivery) }
    this.#act(record, delivery, decideOutcome({ failure, attempt, delivery: state }, policy, random).action)
  }

  #act(record: LedgerEntry, delivery: Delivery, action: RecoveryAction): void {
    switch (action.type) {
      case 'retry':
        delivery.phase = 'waiting'
        delivery.dueMs = this.#nowMs + action.delayMs
        return
      case 'release':
        if (delivery.count >= this.#parts.limit) throw new Error('a release at the limit archives')
        return void this.#deliveries.delete(record.offset)
      case 'dead-letter':
        if (action.by === 'application') return this.#begin(record, delivery)
        record.brokerLetters++
        return this.#settle(record, 'dead-lettered')
      case 'reject':
        return this.#settle(record, 'rejected')
      case 'stop':
        return this.#endAll()
      case 'skip':
      case 'hold':
        throw new Error(`a share group does not ${action.type}`)
    }
  }

  #begin(record: LedgerEntry, delivery: Delivery): void {
    delivery.phase = 'writing'
    this.#write(record, delivery)
  }

  #write(record: LedgerEntry, delivery: Delivery): void {
    if (this.#failingWrites > 0) {
      this.#failingWrites--
      return this.#pass(100)
    }
    record.written()
    if (this.#crashesAfterWrite > 0) {
      this.#crashesAfterWrite--
      return this.#endAll()
    }
    // too late to count; the record comes again, or is archived
    if (this.#leftMs(delivery) <= 0) return this.#unanswered(record, delivery, 'writing')
    this.#settle(record, 'dead-lettered')
  }

  #settle(record: LedgerEntry, end: End): void {
    if (end === 'rejected') record.events.push('record.rejected')
    record.ended(end)
    this.#deliveries.delete(record.offset)
  }

  #leftMs({ lockEndMs }: Delivery): number {
    return lockEndMs - marginMs - this.#nowMs
  }

  /** Time goes by; what is not running is given back before its lock ends. */
  #pass(ms: number, running?: LedgerEntry): void {
    this.#nowMs += ms
    for (const [offset, delivery] of this.#deliveries) {
      const record = this.records[offset] as LedgerEntry
      if (record !== running && this.#leftMs(delivery) <= 0) this.#nearEnd(record, delivery)
    }
  }

  #nearEnd(record: LedgerEntry, delivery: Delivery): void {
    const { policy, limit } = this.#parts
    const isStarved = delivery.phase === 'queued' && delivery.count === limit && policy.deadLetter === 'application'
    if (!isStarved) return this.#unanswered(record, delivery, delivery.phase)
    const { action } = decideOutcome({ failure: givenUp('starved'), attempt: limit - 1, delivery: null }, policy)
    if (action.type !== 'dead-letter' || action.by !== 'application') throw new Error('a starved record goes to the dead letters')
    delivery.phase = 'writing'
    // there is time for one write
    if (this.#failingWrites > 0) return this.#unanswered(record, delivery, 'writing')
    record.written()
    this.#settle(record, 'dead-lettered')
  }

  /** A delivery is over without a result that counts. */
  #unanswered(record: LedgerEntry, { count }: Delivery, phase: Phase): void {
    this.#deliveries.delete(record.offset)
    if (count < this.#parts.limit) return
    if (this.#parts.policy.deadLetter === 'broker') {
      record.brokerLetters++
      return record.ended('dead-lettered')
    }
    this.archivedIn.set(record.offset, phase)
    record.ended('archived')
  }

  /** A worker that has crashed, stopped or handed over what it had. */
  #endAll(): void {
    for (const [offset, delivery] of this.#deliveries) this.#unanswered(this.records[offset] as LedgerEntry, delivery, delivery.phase)
  }
}

function givenUp(cause: 'deliveries' | 'starved'): Failure {
  const error = new SamsaError('SAMSA_DELIVERIES', 'delivered too often')
  return buildFailure({ cause, error, thrown: error })
}
