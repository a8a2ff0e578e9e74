import {
  accept,
  deadLetter,
  reject,
  release,
  SamsaError,
  type ConsumerRecord,
  type RecordBatch,
  type ShareGroupContext,
  type ShareGroupOutcome,
} from '@samsa/contracts'
import { lastRunDelivery, type DeadLettered, type DeadLetterJob, type RecoveryPolicy } from '@samsa/dlq'
import type { FakeLease } from './fake-lease.js'
import { shareHarness, type ShareHarness, type TestShareConsumer } from './share-harness.js'

/** What a handler does. */
export const deeds = [
  'return',
  'accept',
  'wait',
  'long',
  'hang',
  'throw',
  'ruled',
  'break',
  'reject',
  'release',
  'dead-letter',
  'nonsense',
  'late-throw',
  'undecodable',
  'critical',
] as const
export type Deed = (typeof deeds)[number]

/** How a write of a dead letter ends. */
export const writes = ['at once', 'soon', 'late', 'refused', 'refused late', 'never'] as const
export type Write = (typeof writes)[number]

const outcomes: Partial<Record<Deed, ShareGroupOutcome | 42>> = {
  'accept': accept,
  'reject': reject('no'),
  'release': release('later'),
  'dead-letter': deadLetter('poison'),
  'nonsense': 42,
}
const writeMs: Record<Write, number | null> = { 'at once': null, 'soon': 5, 'late': 150, 'refused': null, 'refused late': 60, 'never': 1e9 }

/** What the matcher of a trial's rule looks for. */
export class RuledError extends Error {}

/** What a trial is made of. */
export interface TrialPlan {
  readonly deeds: readonly Deed[]
  readonly writes: readonly Write[]
  readonly concurrency: number
  readonly batch: { readonly maxRecords: number; readonly maxWaitMs: number } | null
  readonly policy: Pick<RecoveryPolicy, 'attempts' | 'backoff' | 'deadLetter' | 'whenExhausted' | 'afterDeliveries' | 'rules'>
}

const lockMs = 1000
const marginMs = 100
const deliveryLimit = 3

/** A share group's session, and a ledger of what its handlers did and what was told. */
export class ShareTrial {
  readonly harness: ShareHarness
  readonly faults: string[] = []
  readonly #started = new Map<string, number>()
  readonly #written = new Set<string>()
  readonly #plan: TrialPlan
  readonly #lastRun: number
  #calls = 0
  #writes = 0
  #next = 0
  #inWork = 0

  constructor(plan: TrialPlan) {
    this.#plan = plan
    this.#lastRun = lastRunDelivery(plan.policy, deliveryLimit)
    const { concurrency, batch, policy } = plan
    const consumer = batch === null ? this.#single() : this.#batched()
    const writer = { write: (job: DeadLetterJob) => this.#write(job) }
    this.harness = shareHarness({ consumer, concurrency, batch, timeoutMs: 500, policy, writer, brokerTopic: 'dlq.broker' })
    Object.assign(this.harness.session, { lockMs, marginMs, deliveryLimit })
  }

  deliver(records: readonly { readonly partition: number; readonly deliveryCount: number }[]): void {
    this.harness.session.deliver(...records.map((record) => ({ ...record, offset: this.#next++ })))
  }

  /** What must be true of every record once all handlers have ended. */
  judge(lease: FakeLease, gone: boolean): void {
    const { state, offset, deliveryCount, settlements } = lease
    const isLast = deliveryCount >= deliveryLimit
    const told = this.#told(lease)
    const started = this.#started.get(`${lease.partition}/${offset}`) ?? 0
    // a stop at its last delivery ends it as well
    const stoppedForGood = Math.min(told.stopped, told.archived)
    // what was archived may still arrive where it was sent
    const arrivedLate = state === 'done' || state === 'reject' || !told.written ? 0 : Math.min(1, told.archived + told.starved)
    const ends =
      told.released + told.rejected + told.starved + told.deadLettered + told.archived + told.stopped - stoppedForGood - arrivedLate
    const fault = (text: string): void =>
      void this.faults.push(`${offset} (${state}, delivery ${deliveryCount}, started ${started} times): ${text} ${JSON.stringify(told)}`)
    const allowed = deliveryCount > this.#lastRun ? 0 : this.#plan.policy.attempts - deliveryCount + 1
    if (started > allowed) fault(`was started more than ${allowed} times`)
    if (settlements > 1) fault(`was settled ${settlements} times`)
    if (ends > 1) fault('is told of twice')
    if (told.exhausted > told.archived + told.stopped + told.rejected) fault('is exhausted without an end')
    if (told.written && !this.#written.has(`${lease.partition}/${offset}`)) fault('is told to be dead-lettered and is not')
    // what recovery stopped at stays as it is
    const stays = gone || (this.harness.stops.length > 0 && (started > 0 || deliveryCount > this.#lastRun))
    if ((state === 'queued' || state === 'taken') && !stays) fault('is open')
    if (state === 'done' && (told.deadLettered === 1 ? !told.written : started === 0 || ends > 0)) fault('is done without a reason')
    if (state === 'reject' && told.rejected + told.deadLettered !== 1) fault('is rejected in silence')
    if (state === 'release' && isLast && told.archived + told.deadLettered + told.starved - arrivedLate !== 1)
      fault('is archived in silence')
    if (state === 'release' && !isLast && told.released === 0 && told.late === 0 && this.#tellsEach) fault('is released in silence')
    if (state === 'given-back' && told.released !== 1) fault('is given back in silence')
    if (state === 'starved' && told.starved !== 1) fault('starves in silence')
    if (state === 'expired' && !stays && told.expired + told.starved + told.archived === 0) fault('has expired in silence')
    if (state === 'expired' && !stays && isLast && told.archived + told.starved + told.deadLettered - arrivedLate !== 1)
      fault('expires for ever in silence')
  }

  /** A late batch is told with the offset of its first record. */
  get #tellsEach(): boolean {
    return this.harness.route.batch === null
  }

  #told(lease: FakeLease) {
    const { harness } = this
    const isIt = (event: object): boolean => this.#covers(event, lease)
    const count = (name: Parameters<ShareHarness['named']>[0]): number => harness.named(name).filter(isIt).length
    const exhausted = harness.named('record.exhausted').filter(isIt)
    const letters = harness.named('record.dead-lettered').filter(isIt)
    return {
      released: count('record.released'),
      rejected: count('record.rejected'),
      starved: count('record.starved'),
      expired: count('lease.expired'),
      late: count('handler.late'),
      exhausted: exhausted.length,
      archived: exhausted.filter(({ becomes }) => becomes === 'archived').length,
      stopped: exhausted.filter(({ becomes }) => becomes === 'stop').length,
      deadLettered: letters.length,
      written: letters.some(({ by }) => by === 'application'),
    }
  }

  #covers(event: object, lease: FakeLease): boolean {
    const { partition, offset, lastOffset = offset } = event as { partition: number; offset: number; lastOffset?: number }
    return partition === lease.partition && offset <= lease.offset && lease.offset <= lastOffset
  }

  async #write({ record, attempt, deliveryCount }: DeadLetterJob): Promise<DeadLettered> {
    const { clock } = this.harness
    const how = this.#plan.writes[this.#writes++ % this.#plan.writes.length] as Write
    const afterMs = writeMs[how]
    if (attempt < (deliveryCount ?? 0) - 1) this.faults.push(`${record.id} is dead-lettered with attempt ${attempt}`)
    if (afterMs !== null) await new Promise<void>((resolve) => clock.at(clock.now() + afterMs, resolve))
    if (how === 'refused' || how === 'refused late')
      throw new SamsaError('SAMSA_DEAD_LETTER_FAILED', 'no broker', { details: { target: 'dlq.orders' } })
    this.#written.add(`${record.partition}/${record.offset}`)
    return { target: 'dlq.orders', partition: 0, offset: this.#writes, id: record.id, omitted: [] }
  }

  #single(): TestShareConsumer {
    return {
      consume: (record, context) => {
        this.#begin([record], context)
        return this.#act([record])
      },
    }
  }

  #batched(): TestShareConsumer {
    return {
      consumeBatch: (batch: RecordBatch<ConsumerRecord, ShareGroupOutcome>, context) => {
        const records = [...batch]
        this.#begin(records, context)
        records.forEach((record, index) => {
          const outcome = outcomes[this.#deedAt(this.#calls + index)]
          if (index % 3 === 1 && outcome !== undefined && outcome !== 42) batch.settle(record, outcome)
        })
        const ended = this.#act(records)
        return ended instanceof Promise ? ended.then(() => undefined) : undefined
      },
    }
  }

  #begin(records: readonly ConsumerRecord[], context: ShareGroupContext): void {
    this.#inWork += records.length
    if (this.#inWork > this.#plan.concurrency) this.faults.push(`${this.#inWork} records in work at once`)
    if (context.signal.aborted) this.faults.push(`${records[0]?.id} was started with a signal that had fired`)
    if (context.attempt > this.#plan.policy.attempts) this.faults.push(`${records[0]?.id} has attempt ${context.attempt}`)
    for (const { partition, offset } of records) {
      const started = (this.#started.get(`${partition}/${offset}`) ?? 0) + 1
      this.#started.set(`${partition}/${offset}`, started)
      if (context.attempt !== context.deliveryCount - 1 + started) this.faults.push(`${offset} is attempt ${context.attempt}`)
    }
  }

  #deedAt(call: number): Deed {
    return this.#plan.deeds[call % this.#plan.deeds.length] as Deed
  }

  #act(records: readonly ConsumerRecord[]): unknown {
    const chosen = this.#deedAt(this.#calls++)
    const { clock } = this.harness
    const over = (): void => void (this.#inWork -= records.length)
    const later = (ms: number, then: () => unknown): Promise<unknown> =>
      new Promise((resolve, reject_) =>
        clock.at(clock.now() + ms, () => {
          over()
          try {
            resolve(then())
          } catch (thrown) {
            reject_(thrown)
          }
        }),
      )
    const fail = (): never => {
      throw new Error('no')
    }
    if (chosen === 'wait') return later(30, () => undefined)
    if (chosen === 'long') return later(700, () => undefined)
    if (chosen === 'hang') return later(2600, () => reject('too late'))
    if (chosen === 'break') return later(10, fail)
    if (chosen === 'late-throw') return later(920, fail)
    over()
    if (chosen === 'throw') return fail()
    if (chosen === 'ruled') throw new RuledError('as the rule says')
    if (chosen === 'critical') throw Object.assign(new Error('not enough memory'), { code: 'ENOMEM' })
    if (chosen === 'undecodable') throw undecodable(records[this.#calls % records.length] as ConsumerRecord)
    return outcomes[chosen]
  }
}

function undecodable({ topic, partition, offset }: ConsumerRecord): SamsaError {
  return new SamsaError('SAMSA_DESERIALIZE', 'not JSON', { details: { topic, partition, offset } })
}
