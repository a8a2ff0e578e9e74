import { describe, expect, it } from '@jest/globals'
import type { Outcome } from '@samsa/contracts'
import type { RecoveryPolicy } from '@samsa/dlq'
import { oddReasons, oddValues } from '../testing/odd-values.js'
import { sessionHarness, type SessionHarness, type TestConsumer } from '../testing/session-harness.js'
import { turns } from '../testing/turns.js'

/** Three records, and what becomes of them where the class does something odd at the second one. */
async function run(odd: () => unknown, policy: Partial<RecoveryPolicy> = { attempts: 2 }, consumer?: TestConsumer) {
  const consume: TestConsumer['consume'] = ({ offset }) => (offset === 1 ? odd() : undefined)
  const harness = sessionHarness({ create: () => consumer ?? { consume }, policy })
  harness.engine.append('orders', 0, 'a', 'b', 'c')
  harness.session.join()
  harness.session.assign([harness.engine.partition('orders', 0)])
  await turns()
  await harness.clock.advance(10_000)
  return harness
}
const settled = ({ session }: SessionHarness): readonly number[] =>
  [...(session.slots.at(-1)?.settled ?? [])].sort((one, other) => one - other)
const reasons = ({ letters }: SessionHarness): readonly unknown[] => letters.written.map(({ failure }) => typeof failure.reason)
const throws = (value: unknown): never => {
  throw value
}

describe.each(oddValues)('what cannot be looked at, %s', (_what, value) => {
  it.each([
    ['thrown', () => throws(value)],
    ['rejected with', () => Promise.reject(value)],
    ['returned', () => value],
  ])('is a failure of its record where it is %s', async (_how, odd) => {
    const harness = await run(odd)
    expect([harness.failures, harness.stops, settled(harness), harness.letters.offsets]).toEqual([[], [], [0, 1, 2], [1]])
    expect(reasons(harness)).toEqual(['string'])
  })

  it('is a failure of its record where a batch throws it', async () => {
    const consumeBatch: TestConsumer['consumeBatch'] = (batch) =>
      [...batch].some(({ offset }) => offset === 1) ? throws(value) : undefined
    const harness = await run(() => undefined, { attempts: 2 }, { consumeBatch })
    expect([harness.failures, settled(harness), harness.letters.offsets]).toEqual([[], [0, 1, 2], [1]])
  })

  it('counts as not given where a rule or a backoff throws it', async () => {
    const no = (): never => throws(new Error('no'))
    const matches = (): never => throws(value)
    const policy = { attempts: 2, rules: [{ matches, action: 'skip', topic: null }], ownBackoff: matches } as const
    const harness = await run(no, policy)
    expect([harness.failures, settled(harness), harness.letters.offsets]).toEqual([[], [0, 1, 2], [1]])
    expect(harness.named('policy.failed').map(({ offset, error }) => [offset, error.code])).toEqual([
      [1, 'SAMSA_POLICY_FAILED'],
      [1, 'SAMSA_POLICY_FAILED'],
      [1, 'SAMSA_POLICY_FAILED'],
    ])
  })

  it('is a failed write where a writer rejects with it', async () => {
    const no = (): never => throws(new Error('no'))
    const consume: TestConsumer['consume'] = ({ offset }) => (offset === 1 ? no() : undefined)
    const harness = sessionHarness({ create: () => ({ consume }), policy: { attempts: 1 } })
    harness.letters.latency = () => Promise.reject(value)
    harness.engine.append('orders', 0, 'a', 'b', 'c')
    harness.session.join()
    harness.session.assign([harness.engine.partition('orders', 0)])
    await turns()
    harness.letters.latency = () => Promise.resolve()
    await harness.clock.advance(1000)
    expect([harness.failures, settled(harness), harness.letters.offsets]).toEqual([[], [0, 1, 2], [1]])
    expect(harness.named('dead-letter.failed')).toHaveLength(1)
  })
})

describe('an outcome', () => {
  it.each(oddReasons)('has a text for a reason, also where %p was given', async (reason) => {
    for (const outcome of ['dead-letter', 'retry'] as const) {
      const harness = await run(() => ({ outcome, reason }) as Outcome)
      expect([settled(harness), harness.letters.offsets, reasons(harness)]).toEqual([[0, 1, 2], [1], ['string']])
    }
    const harness = await run(() => ({ outcome: 'skip', reason }) as Outcome)
    expect(harness.named('record.skipped').map((event) => [event.offset, typeof event.reason])).toEqual([[1, 'string']])
  })

  it.each([Number.NaN, Infinity, -Infinity, '5s', {}])('is none where it wants to run again after %p', async (afterMs) => {
    const harness = await run(() => ({ outcome: 'retry', reason: 'later', afterMs }))
    expect([harness.failures, settled(harness), harness.letters.offsets]).toEqual([[], [0, 1, 2], [1]])
    expect(harness.named('record.retried').map(({ cause, delayMs, error }) => [cause, delayMs, error?.code])).toEqual([
      ['invalid-outcome', 250, 'SAMSA_OUTCOME_INVALID'],
    ])
  })

  it('runs again at once where the time that it names is over', async () => {
    const harness = await run(() => ({ outcome: 'retry', reason: 'later', afterMs: -5 }))
    expect([settled(harness), harness.letters.offsets]).toEqual([[0, 1, 2], [1]])
    expect(harness.named('record.retried').map(({ cause, delayMs }) => [cause, delayMs])).toEqual([['returned', 0]])
  })

  it('of one record of a batch is none either, and leaves the others alone', async () => {
    const consumeBatch: TestConsumer['consumeBatch'] = (batch) => {
      for (const record of batch) if (record.offset === 1) batch.settle(record, { outcome: 'retry', reason: 'later', afterMs: Number.NaN })
    }
    const harness = await run(() => undefined, { attempts: 2 }, { consumeBatch })
    expect([harness.failures, settled(harness), harness.letters.offsets]).toEqual([[], [0, 1, 2], [1]])
  })
})
