import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { accept, SamsaError, type ConsumerRecord, type RecordBatch, type ShareGroupContext, type ShareGroupOutcome } from '@samsa/contracts'
import { buildColumns } from '../testing/build-columns.js'
import { countSteps, growthOf, type StepCounter } from '../testing/count-steps.js'
import { shareHarness, type ShareHarness } from '../testing/share-harness.js'

type Batch = RecordBatch<ConsumerRecord, ShareGroupOutcome>
interface Case {
  readonly consumeBatch: (batch: Batch, records: number, context: ShareGroupContext) => unknown
  readonly deliveryCount?: number
  /** Called when the batch was run once. */
  readonly next?: (harness: ShareHarness) => unknown
}

const no = (): never => {
  throw new Error('no')
}
const second = ({ offset }: ConsumerRecord): boolean => offset % 2 === 1
const never = (): Promise<void> => new Promise(() => undefined)

const cases: Readonly<Record<string, Case>> = {
  'its last record is poison': {
    consumeBatch: (batch, records) => (batch.at(batch.length - 1)?.offset === records - 1 ? no() : undefined),
  },
  'all its records are poison': { consumeBatch: no },
  'every second one is settled, and the others when they come again': {
    consumeBatch: (batch, _records, { attempt }) => {
      for (const record of batch) if (second(record) || attempt > 1) batch.settle(record, accept)
      if (attempt === 1) no()
    },
  },
  'its class asks for the attempt at every record': {
    consumeBatch: (batch, _records, context) => {
      for (const record of batch) if (context.attempt + context.lockedUntil === record.offset) no()
    },
  },
  'its records run alone, in their last delivery': { consumeBatch: () => undefined, deliveryCount: 3 },
  'the worker stops while its records wait to run alone': {
    consumeBatch: (batch, records, { attempt }) => (batch.length === records || attempt < 3 ? no() : never()),
    // from here on somebody else holds the permits
    next: async (harness) => {
      harness.route.use.records = harness.route.concurrency
      await harness.clock.advance(2)
      harness.route.use.records = 0
      await harness.runner.drain(new SamsaError('SAMSA_STOPPED', 'the worker stops'))
    },
  },
}

let counter: StepCounter
beforeAll(async () => void (counter = await countSteps()))
afterAll(() => counter.stop())

/** Runs a batch until each of its records is settled; answers what that took. */
async function steps({ consumeBatch, deliveryCount = 1, next }: Case, records: number): Promise<number> {
  const harness = shareHarness({
    consumer: { consumeBatch: (batch, context) => consumeBatch(batch, records, context) },
    concurrency: records,
    batch: { maxRecords: records, maxWaitMs: 0 },
    policy: { attempts: 3, backoff: { kind: 'fixed', delayMs: 1, jitter: false } },
  })
  const { clock, session } = harness
  const given = Array.from({ length: records }, (_one, offset) => ({ offset, key: null, value: 'x', headers: [], timestamp: 0 }))
  const locks = { deliveryCounts: new Int16Array(records).fill(deliveryCount), deliveryLimit: 5, lockMs: 30_000 }
  const polls = [{ ...buildColumns([{ slot: 0, records: given }], 0), ...locks, expiringAtMs: 28_000, expiresAtMs: 30_000 }]
  let settled = 0
  // the fakes do their own bookkeeping, which would be counted
  Object.assign(session, {
    partition: () => ({ topic: 'orders', partition: 0, live: true }),
    take: () => polls.pop() ?? null,
    doing: () => undefined,
    settle: (_columns: unknown, start: number, end: number) => void (settled += end - start),
  })
  return counter.during(async () => {
    session.observer.ready()
    await clock.advance(1)
    await next?.(harness)
    while (settled < records) await clock.advance(1)
  })
}

describe('a batch of a share group takes work in proportion to its size', () => {
  it.each(Object.keys(cases))(
    'where %s',
    async (name) => {
      expect(await growthOf((records) => steps(cases[name] as Case, records))).toBeLessThan(6)
    },
    60_000,
  )
})
