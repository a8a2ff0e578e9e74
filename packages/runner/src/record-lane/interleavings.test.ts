import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import type { RecoveryRule } from '@samsa/dlq'
import fc from 'fast-check'
import { deeds, RuledError, ShareTrial, writes } from '../testing/share-trial.js'
import { turns } from '../testing/turns.js'

const delivery = fc.record({ partition: fc.integer({ min: 0, max: 2 }), deliveryCount: fc.integer({ min: 1, max: 3 }) })
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 400 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('deliver' as const), records: fc.array(delivery, { minLength: 1, maxLength: 12 }) }),
  },
)
const ending = fc.constantFrom('drain', 'cut', 'quiet-drain', 'fail', 'close', 'none')
const deed = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...deeds.filter((one) => one !== 'critical')) },
  { weight: 1, arbitrary: fc.constant('critical' as const) },
)
const rule = fc
  .constantFrom<RecoveryRule['action']>('retry', 'deadLetter', 'reject', 'release', 'stop')
  .map((action): RecoveryRule => ({ matches: (thrown) => thrown instanceof RuledError, action, topic: null }))
const policy = fc.record({
  attempts: fc.integer({ min: 1, max: 4 }),
  backoff: fc.constantFrom(0, 20, 100, 450, 600).map((delayMs) => ({ kind: 'fixed' as const, delayMs, jitter: false })),
  deadLetter: fc.constantFrom('application' as const, 'application' as const, 'broker' as const, null),
  whenExhausted: fc.constantFrom('reject' as const, 'reject' as const, 'stop' as const),
  afterDeliveries: fc.constantFrom(null, null, 1, 2, 3),
  rules: fc.array(rule, { maxLength: 1 }),
})
const trial = fc.record({
  deeds: fc.array(deed, { minLength: 1, maxLength: 20 }),
  writes: fc.array(fc.constantFrom(...writes), { minLength: 1, maxLength: 8 }),
  policy,
})

const runs = Number(process.env['SAMSA_INTERLEAVINGS'] ?? 60)
const stopped = new SamsaError('SAMSA_STOPPED', 'the worker stops')

async function end({ harness }: ShareTrial, how: string): Promise<void> {
  const { runner, session, clock } = harness
  if (how === 'none') return clock.advance(5000)
  if (how === 'fail') {
    session.fail(new SamsaError('SAMSA_FENCED', 'fenced', { retryable: true }))
    await runner.close(clock.now())
    return clock.advance(5000)
  }
  if (how === 'close') {
    const closed = runner.close(clock.now() + 100)
    await clock.advance(5000)
    await closed
    return
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

describe('any interleaving of handlers, policies, dead letters, ends of locks and stops', () => {
  it.each([
    ['records', 1, null],
    ['records', 4, null],
    ['batches', 6, { maxRecords: 4, maxWaitMs: 30 }],
  ] as const)(
    'settles %s once, or lets their locks end, never more than %s at once, none more often than its policy says, and nothing in silence',
    async (_name, concurrency, batch) => {
      await fc.assert(
        fc.asyncProperty(trial, fc.array(step, { maxLength: 30 }), ending, async (plan, steps, how) => {
          const one = new ShareTrial({ ...plan, concurrency, batch })
          for (const now of steps) {
            if (now.type === 'deliver') one.deliver(now.records)
            else await one.harness.clock.advance(now.ms)
            await turns(2)
          }
          await end(one, how)
          const gone = how === 'fail' || how === 'cut' || how === 'close'
          for (const lease of one.harness.session.leases) one.judge(lease, gone)
          expect(one.faults).toEqual([])
          expect(one.harness.failures.map(({ message }) => message)).toEqual(how === 'fail' ? ['fenced'] : [])
          expect(one.harness.route.use.records).toBe(0)
        }),
        { numRuns: runs },
      )
    },
    30_000 + runs * 500,
  )
})
