import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { handled, retry, SamsaError, type ConsumerRecord, type RecordBatch } from '@samsa/contracts'
import type { RecoveryPolicy } from '@samsa/dlq'
import { buildColumns } from '../testing/build-columns.js'
import { countSteps, growthOf, type StepCounter } from '../testing/count-steps.js'
import { sessionHarness } from '../testing/session-harness.js'
import { nextTurn } from '../testing/turns.js'

type Batch = RecordBatch<ConsumerRecord, unknown>
interface Case {
  readonly consumeBatch: (batch: Batch, records: number, attempt: number) => unknown
  readonly policy?: Partial<RecoveryPolicy>
}

const no = (): never => {
  throw new Error('no')
}
const has = (batch: Batch, offset: number): boolean =>
  (batch.at(0)?.offset ?? 0) <= offset && offset <= (batch.at(batch.length - 1)?.offset ?? -1)
const undecoded = ({ topic, partition, offset }: ConsumerRecord): SamsaError =>
  new SamsaError('SAMSA_DESERIALIZE', 'not JSON', { details: { topic, partition, offset } })
const second = ({ offset }: ConsumerRecord): boolean => offset % 2 === 1

const cases: Readonly<Record<string, Case>> = {
  'its last record is poison': { consumeBatch: (batch, records) => (has(batch, records - 1) ? no() : undefined) },
  'all its records are poison': { consumeBatch: no },
  'all its records are poison, and each waits for its next attempt': {
    consumeBatch: no,
    policy: { rules: [{ matches: (thrown) => (thrown as Error).message === 'no', action: 'skip', topic: null }], attempts: 2 },
  },
  'every second one cannot be decoded': {
    consumeBatch: (batch) => {
      const bad = [...batch].find(second)
      if (bad !== undefined) throw undecoded(bad)
    },
  },
  'every second one asks for a retry, and then all are settled': {
    consumeBatch: (batch, _records, attempt) => {
      for (const record of batch) batch.settle(record, second(record) && attempt === 1 ? retry('later') : handled)
    },
  },
  'its records are settled in turns of their own': {
    consumeBatch: async (batch) => {
      for (const record of batch) {
        batch.settle(record, handled)
        await nextTurn()
      }
    },
  },
}

let counter: StepCounter
beforeAll(async () => void (counter = await countSteps()))
afterAll(() => counter.stop())

/** Runs a batch until each of its records is settled; answers what that took. */
async function steps({ consumeBatch, policy }: Case, records: number): Promise<number> {
  const harness = sessionHarness({
    create: () => ({ consumeBatch: (batch, { attempt }) => consumeBatch(batch, records, attempt) }),
    route: { batch: { maxRecords: records, maxWaitMs: 0 } },
    policy: { attempts: 3, backoff: { kind: 'fixed', delayMs: 1, jitter: false }, ...policy },
  })
  const { clock, engine, session } = harness
  const given = Array.from({ length: records }, (_one, offset) => ({ offset, key: null, value: 'x', headers: [], timestamp: 0 }))
  const polls = [buildColumns([{ slot: 0, records: given }], 0)]
  let settled = 0
  // the fakes do their own bookkeeping, which would be counted
  Object.assign(session, {
    take: () => polls.pop() ?? null,
    settle: (_columns: unknown, start: number, end: number) => void (settled += end - start),
  })
  session.join()
  return counter.during(async () => {
    session.assign([engine.partition('orders', 0)])
    while (settled < records) await clock.advance(1)
  })
}

describe('a batch takes work in proportion to its size', () => {
  it.each(Object.keys(cases))(
    'where %s',
    async (name) => {
      expect(await growthOf((records) => steps(cases[name] as Case, records))).toBeLessThan(6)
    },
    60_000,
  )
})
