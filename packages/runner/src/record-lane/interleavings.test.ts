import { describe, expect, it } from '@jest/globals'
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
import fc from 'fast-check'
import type { FakeLease } from '../testing/fake-lease.js'
import { shareHarness, type ShareHarness, type TestShareConsumer } from '../testing/share-harness.js'
import { turns } from '../testing/turns.js'

const lockMs = 1000
const marginMs = 100
const deed = fc.constantFrom(
  'return',
  'accept',
  'wait',
  'long',
  'hang',
  'throw',
  'break',
  'reject',
  'release',
  'dead-letter',
  'nonsense',
  'late-throw',
)
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never
const delivery = fc.record({ partition: fc.integer({ min: 0, max: 2 }), deliveryCount: fc.integer({ min: 1, max: 3 }) })
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 400 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('deliver' as const), records: fc.array(delivery, { minLength: 1, maxLength: 12 }) }),
  },
)
const ending = fc.constantFrom('drain', 'cut', 'quiet-drain', 'fail', 'none')

const outcomes: Partial<Record<Deed, ShareGroupOutcome | 42>> = {
  'accept': accept,
  'reject': reject('no'),
  'release': release('later'),
  'dead-letter': deadLetter('poison'),
  'nonsense': 42,
}

/** A share group's session, and a ledger of what its handlers did. */
class Trial {
  readonly harness: ShareHarness
  readonly faults: string[] = []
  readonly started = new Map<string, number>()
  #calls = 0
  #next = 0
  #inWork = 0
  readonly #deeds: readonly Deed[]
  readonly #concurrency: number

  constructor(deeds: readonly Deed[], concurrency: number, batch: { readonly maxRecords: number; readonly maxWaitMs: number } | null) {
    this.#deeds = deeds
    this.#concurrency = concurrency
    this.harness = shareHarness({ consumer: batch === null ? this.#single() : this.#batched(), concurrency, batch, timeoutMs: 500 })
    Object.assign(this.harness.session, { lockMs, marginMs, deliveryLimit: 3 })
  }

  deliver(records: readonly { readonly partition: number; readonly deliveryCount: number }[]): void {
    this.harness.session.deliver(...records.map((record) => ({ ...record, offset: this.#next++ })))
  }

  /** What must be true of every record once all handlers have ended. */
  judge(lease: FakeLease, gone: boolean): void {
    const { state, offset, deliveryCount } = lease
    const last = deliveryCount >= 3
    const told = (name: Parameters<ShareHarness['named']>[0]): number =>
      this.harness
        .named(name)
        .filter((event) => ('lastOffset' in event ? this.#covers(event, lease) : 'offset' in event && event.offset === offset)).length
    const count = {
      released: told('record.released'),
      exhausted: told('record.exhausted'),
      starved: told('record.starved'),
      rejected: told('record.rejected'),
    }
    const started = this.started.get(`${lease.partition}/${offset}`) ?? 0
    const fault = (text: string): void =>
      void this.faults.push(`${offset} (${state}, delivery ${deliveryCount}): ${text} ${JSON.stringify(count)}`)
    if (started > 1) fault(`was started ${started} times`)
    if (count.released + count.exhausted + count.starved + count.rejected > 1) fault('was told of twice')
    if ((state === 'queued' || state === 'taken') && !gone) fault('is open')
    if (state === 'done' && started === 0) fault('was never started')
    if (state === 'reject' && count.rejected !== 1) fault('is not told of')
    if (state === 'release' && last && count.exhausted !== 1) fault('is archived in silence')
    if (state === 'release' && !last && count.released === 0 && told('handler.late') === 0 && this.#tellsEach)
      fault('is released in silence')
    if (state === 'expired' && told('lease.expired') + count.starved !== 1) fault('has expired in silence')
    if (state === 'expired' && last && count.exhausted + count.starved !== 1) fault('is archived in silence')
  }

  /** A late batch is told with the offset of its first record. */
  get #tellsEach(): boolean {
    return this.harness.route.batch === null
  }

  #covers(event: object, lease: FakeLease): boolean {
    const { partition, offset, lastOffset } = event as { partition: number; offset: number; lastOffset: number }
    return partition === lease.partition && offset <= lease.offset && lease.offset <= lastOffset
  }

  #single(): TestShareConsumer {
    return {
      consume: (record, context) => {
        this.#begin([record], context)
        return this.#act(1)
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
        const ended = this.#act(records.length)
        return ended instanceof Promise ? ended.then(() => undefined) : undefined
      },
    }
  }

  #begin(records: readonly ConsumerRecord[], context: ShareGroupContext): void {
    this.#inWork += records.length
    if (this.#inWork > this.#concurrency) this.faults.push(`${this.#inWork} records in work at once`)
    if (context.signal.aborted) this.faults.push(`${records[0]?.id} was started with a signal that had fired`)
    for (const { partition, offset } of records)
      this.started.set(`${partition}/${offset}`, (this.started.get(`${partition}/${offset}`) ?? 0) + 1)
  }

  #deedAt(call: number): Deed {
    return this.#deeds[call % this.#deeds.length] as Deed
  }

  #act(records: number): unknown {
    const chosen = this.#deedAt(this.#calls++)
    const { clock } = this.harness
    const over = (): void => void (this.#inWork -= records)
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
    return chosen === 'throw' ? fail() : outcomes[chosen]
  }
}

const runs = Number(process.env['SAMSA_INTERLEAVINGS'] ?? 60)
const stopped = new SamsaError('SAMSA_STOPPED', 'the worker stops')

async function end(trial: Trial, how: string): Promise<void> {
  const { runner, session, clock } = trial.harness
  if (how === 'none') return clock.advance(5000)
  if (how === 'fail') {
    session.fail(new SamsaError('SAMSA_FENCED', 'fenced', { retryable: true }))
    await runner.close(clock.now())
    return clock.advance(5000)
  }
  if (how === 'quiet-drain') {
    runner.quiet()
    await clock.advance(150)
  }
  const drained = runner.drain(stopped)
  await clock.advance(how === 'cut' ? 100 : 5000)
  if (how === 'cut') runner.cutOff(new SamsaError('SAMSA_DRAIN_DEADLINE', 'too long'))
  await drained
  await runner.close(clock.now())
  await clock.advance(5000)
}

describe('any interleaving of handlers, ends of locks and stops', () => {
  it.each([
    ['records', 1, null],
    ['records', 4, null],
    ['batches', 6, { maxRecords: 4, maxWaitMs: 30 }],
  ] as const)(
    'settles %s once, or lets their locks end, never more than %s at once, and nothing in silence',
    async (_name, concurrency, batch) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(deed, { minLength: 1, maxLength: 20 }),
          fc.array(step, { maxLength: 30 }),
          ending,
          async (deeds, steps, how) => {
            const trial = new Trial(deeds, concurrency, batch)
            for (const one of steps) {
              if (one.type === 'deliver') trial.deliver(one.records)
              else await trial.harness.clock.advance(one.ms)
              await turns(2)
            }
            await end(trial, how)
            const gone = how === 'fail' || how === 'cut'
            for (const lease of trial.harness.session.leases) trial.judge(lease, gone)
            expect(trial.faults).toEqual([])
            expect(trial.harness.failures.length).toBe(how === 'fail' ? 1 : 0)
            expect(trial.harness.route.use.records).toBe(0)
          },
        ),
        { numRuns: runs },
      )
    },
  )
})
