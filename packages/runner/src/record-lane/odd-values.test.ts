import { describe, expect, it } from '@jest/globals'
import type { Outcome } from '@samsa/contracts'
import type { RecoveryPolicy } from '@samsa/dlq'
import { oddReasons, oddValues } from '../testing/odd-values.js'
import { shareHarness, type TestShareConsumer } from '../testing/share-harness.js'

/** Three records, and what becomes of them where the class does something odd at the second one. */
async function run(odd: () => unknown, policy: Partial<RecoveryPolicy> = { attempts: 2 }, batch?: TestShareConsumer['consumeBatch']) {
  const consume: TestShareConsumer['consume'] = ({ offset }) => (offset === 1 ? odd() : undefined)
  const consumer = batch === undefined ? { consume } : { consumeBatch: batch }
  const harness = shareHarness({ consumer, concurrency: 10, policy })
  harness.session.deliver(0, 1, 2)
  await harness.clock.advance(2000)
  return harness
}
const throws = (value: unknown): never => {
  throw value
}
const done = ['done', 'done', 'done']

describe.each(oddValues)('what cannot be looked at, %s', (_what, value) => {
  it.each([
    ['thrown', () => throws(value)],
    ['rejected with', () => Promise.reject(value)],
    ['returned', () => value],
  ])('is a failure of its record where it is %s', async (_how, odd) => {
    const { failures, stops, states, letters } = await run(odd)
    expect([failures, stops, states(), letters.offsets]).toEqual([[], [], done, [1]])
    expect(letters.written.map(({ failure }) => typeof failure.reason)).toEqual(['string'])
  })

  it('is a failure of its record where a batch throws it', async () => {
    const consumeBatch: TestShareConsumer['consumeBatch'] = (batch) =>
      [...batch].some(({ offset }) => offset === 1) ? throws(value) : undefined
    const { failures, states, letters } = await run(() => undefined, { attempts: 2 }, consumeBatch)
    expect([failures, states(), letters.offsets]).toEqual([[], done, [1]])
  })

  it('counts as not given where a rule throws it', async () => {
    const rules = [{ matches: (): never => throws(value), action: 'reject', topic: null }] as const
    const { failures, states, letters, named } = await run(() => throws(new Error('no')), { attempts: 2, rules })
    expect([failures, states(), letters.offsets, named('policy.failed').length]).toEqual([[], done, [1], 2])
  })
})

describe('an outcome', () => {
  it.each(oddReasons)('has a text for a reason, also where %p was given', async (reason) => {
    const dead = await run(() => ({ outcome: 'dead-letter', reason }) as Outcome)
    expect([dead.states(), dead.letters.written.map(({ failure }) => typeof failure.reason)]).toEqual([done, ['string']])
    const rejected = await run(() => ({ outcome: 'reject', reason }) as Outcome)
    expect(rejected.named('record.rejected').map((event) => [event.offset, typeof event.reason])).toEqual([[1, 'string']])
    const released = await run(() => ({ outcome: 'release', reason }) as Outcome)
    expect(released.named('record.released').map((event) => typeof event.reason)).toEqual(['string'])
  })
})
