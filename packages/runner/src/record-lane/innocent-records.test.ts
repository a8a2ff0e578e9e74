import { describe, expect, it } from '@jest/globals'
import { SamsaError, type ConsumerRecord, type RecordBatch, type ShareGroupOutcome } from '@samsa/contracts'
import { lastRunDelivery, type RecoveryPolicy } from '@samsa/dlq'
import fc from 'fast-check'
import { shareHarness, type ShareHarness } from '../testing/share-harness.js'
import { turns } from '../testing/turns.js'

class RuledError extends Error {}

const records = 21
const deliveryLimit = 3
const some = fc.array(fc.integer({ min: 0, max: records - 1 }), { maxLength: 3 })
const world = fc.record({
  attempts: fc.integer({ min: 1, max: 4 }),
  delayMs: fc.constantFrom(0, 50, 400),
  action: fc.constantFrom('reject' as const, 'deadLetter' as const, 'release' as const),
  /** Offsets whose batches fail: as the rule says, with their coordinates, in another way. */
  ruled: some,
  undecodable: some,
  plain: some,
  concurrency: fc.integer({ min: 1, max: 8 }),
  maxRecords: fc.integer({ min: 1, max: 8 }),
  handlerMs: fc.constantFrom(0, 10, 300),
  writeMs: fc.constantFrom(0, 20, 500),
  deliveryCounts: fc.array(fc.integer({ min: 1, max: deliveryLimit }), { minLength: records, maxLength: records }),
  afterDeliveries: fc.constantFrom(null, 1, 3),
  drainAfterMs: fc.constantFrom(null, 0, 15, 60, 350, 950),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

function policyOf({ attempts, delayMs, action, afterDeliveries }: World): Partial<RecoveryPolicy> {
  const matches = (thrown: unknown): boolean =>
    thrown instanceof RuledError || (thrown instanceof SamsaError && thrown.code === 'SAMSA_DESERIALIZE')
  const rules = [{ matches, action, topic: action === 'deadLetter' ? 'ruled' : null }]
  return { attempts, backoff: { kind: 'fixed', delayMs, jitter: false }, deadLetter: 'application', afterDeliveries, rules }
}

function open(around: World): ShareHarness {
  const { ruled, undecodable, plain, concurrency, maxRecords, handlerMs, writeMs } = around
  const wait = (ms: number): Promise<void> => new Promise((resolve) => harness.clock.at(harness.clock.now() + ms, resolve))
  const consumeBatch = async (batch: RecordBatch<ConsumerRecord, ShareGroupOutcome>): Promise<void> => {
    const all = [...batch]
    if (handlerMs > 0) await wait(handlerMs)
    for (const { topic, partition, offset } of all) {
      if (undecodable.includes(offset)) throw new SamsaError('SAMSA_DESERIALIZE', 'no', { details: { topic, partition, offset } })
      if (ruled.includes(offset)) throw new RuledError('no')
      if (plain.includes(offset)) throw new Error('no')
    }
  }
  const batch = { maxRecords, maxWaitMs: 5 }
  const harness = shareHarness({ consumer: { consumeBatch }, concurrency, batch, policy: policyOf(around) })
  Object.assign(harness.session, { lockMs: 1000, marginMs: 100, deliveryLimit })
  if (writeMs > 0) harness.letters.latency = () => wait(writeMs)
  return harness
}

/** Records that ended by what others did. */
function wronged({ named }: ShareHarness, around: World): readonly string[] {
  const { ruled, undecodable, plain, attempts } = around
  const isRuled = ({ offset }: { offset: number }): boolean => ruled.includes(offset) || undecodable.includes(offset)
  const lastRun = lastRunDelivery({ attempts, deadLetter: 'application', afterDeliveries: around.afterDeliveries }, deliveryLimit)
  const rejected = named('record.rejected').filter((event) => !isRuled(event))
  const written = named('record.dead-lettered').filter((event) => {
    if (attempts === 1 || isRuled(event)) return false
    if (event.target === 'ruled') return true
    return event.cause === 'thrown' && !plain.includes(event.offset) && (event.deliveryCount ?? 0) < lastRun
  })
  return [...rejected, ...written].map((event) => JSON.stringify(event))
}

const runs = Number(process.env['SAMSA_INTERLEAVINGS'] ?? 60)

describe('any batches of a share group with records that fail', () => {
  it(
    'end no record by a rule about another one, and leave none open',
    async () => {
      await fc.assert(
        fc.asyncProperty(world, async (around) => {
          const harness = open(around)
          const { session, clock, runner, route } = harness
          const given = around.deliveryCounts.map((deliveryCount, offset) => ({ offset, deliveryCount, partition: offset % 2 }))
          for (const part of [given.slice(0, 12), given.slice(12)]) {
            session.deliver(...part)
            await turns(3)
          }
          await clock.advance(around.drainAfterMs ?? 0)
          const drained = around.drainAfterMs === null ? null : runner.drain(new SamsaError('SAMSA_STOPPED', 'the worker stops'))
          await clock.advance(6000)
          await drained
          expect([wronged(harness, around), harness.failures, route.use.records, runner.resting]).toEqual([[], [], 0, true])
          for (const { state, settlements } of session.leases) {
            expect(settlements).toBeLessThanOrEqual(1)
            expect(['queued', 'taken']).not.toContain(state)
          }
        }),
        { numRuns: runs },
      )
    },
    30_000 + runs * 500,
  )
})
