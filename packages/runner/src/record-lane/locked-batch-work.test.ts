import { describe, expect, it } from '@jest/globals'
import {
  accept,
  reject,
  release,
  SamsaError,
  type ConsumerRecord,
  type RecordBatch,
  type ShareGroupContext,
  type ShareGroupOutcome,
} from '@samsa/contracts'
import { shareHarness } from '../testing/share-harness.js'
import { turns } from '../testing/turns.js'

/** Without dead letters records run in their last delivery, too. */
const noLetters = { deadLetter: null, whenExhausted: 'reject' } as const

type Batch = RecordBatch<ConsumerRecord, ShareGroupOutcome>
const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_one, index) => from + index)

interface Call {
  readonly batch: Batch
  readonly context: ShareGroupContext
  readonly offsets: readonly number[]
  readonly end: (value?: unknown) => void
  readonly fail: (error: unknown) => void
}

/** A class whose calls end when the test says so. */
function patient() {
  const calls: Call[] = []
  const consumeBatch = (batch: Batch, context: ShareGroupContext): Promise<unknown> =>
    new Promise((end, fail) => calls.push({ batch, context, offsets: [...batch].map(({ offset }) => offset), end, fail }))
  return { calls, consumer: { consumeBatch } }
}

describe('batches of a share group', () => {
  it('take a permit for each record: no more are in work than concurrency', async () => {
    const { calls, consumer } = patient()
    const { session, states } = shareHarness({ consumer, concurrency: 10, batch: { maxRecords: 4, maxWaitMs: 0 } })
    session.deliver(...range(20))
    await turns()
    expect([calls.map(({ offsets }) => offsets), session.asked]).toEqual([
      [range(4), range(4, 4), [8, 9]],
      [4, 4, 2],
    ])
    calls[0]?.end()
    await turns()
    expect([states().slice(0, 5), calls[3]?.offsets]).toEqual([['done', 'done', 'done', 'done', 'taken'], range(4, 10)])
  })

  it('are no larger than concurrency where that is smaller than maxRecords', async () => {
    const { calls, consumer } = patient()
    const { session } = shareHarness({ consumer, concurrency: 3, batch: { maxRecords: 500, maxWaitMs: 0 } })
    session.deliver(...range(5))
    await turns()
    expect(calls.map(({ offsets }) => offsets)).toEqual([[0, 1, 2]])
    calls[0]?.end()
    await turns()
    expect(calls[1]?.offsets).toEqual([3, 4])
  })

  it('are collected over polls and partitions until they are full or have waited', async () => {
    const { calls, consumer } = patient()
    const { session, clock, states } = shareHarness({ consumer, concurrency: 100, batch: { maxRecords: 4, maxWaitMs: 100 } })
    session.deliver(0, { partition: 1, offset: 0 })
    await clock.advance(50)
    session.deliver({ partition: 2, offset: 7, deliveryCount: 3 }, 1)
    await turns()
    const [{ batch, context, end }] = calls as [Call]
    expect([batch.length, [...batch].map(({ id }) => id), batch.at(2)?.id]).toEqual([
      4,
      ['orders/0/0', 'orders/1/0', 'orders/2/7', 'orders/0/1'],
      'orders/2/7',
    ])
    expect([context.deliveryCount, context.lockedUntil]).toEqual([3, clock.wall() + 29_950])
    session.deliver(9)
    await clock.advance(99)
    expect(calls.length).toBe(1)
    await clock.advance(1)
    expect(calls[1]?.offsets).toEqual([9])
    end()
    await turns()
    expect(states()).toEqual(['done', 'done', 'done', 'done', 'taken'])
  })

  it('settle single records at once, and the rest at the end', async () => {
    const { calls, consumer } = patient()
    const { session, states, named } = shareHarness({ consumer, concurrency: 10, batch: { maxRecords: 10, maxWaitMs: 0 } })
    session.deliver(...range(6))
    await turns()
    const [{ batch, fail }] = calls as [Call]
    const [zero, one, two] = [batch.at(0), batch.at(1), batch.at(2)] as [ConsumerRecord, ConsumerRecord, ConsumerRecord]
    batch.settle(one, reject('no'))
    batch.settle(two, release('later'))
    batch.settle(zero, accept)
    expect(states()).toEqual(['done', 'reject', 'release', 'taken', 'taken', 'taken'])
    expect(() => batch.settle(one, accept)).toThrow('it was settled already')
    expect(() => batch.settle(two, { outcome: 'handled' } as never)).toThrow('not an outcome of a shareGroup')
    fail(new Error('half way'))
    await turns()
    expect([states().slice(3), session.settlements.slice(3)]).toEqual([['taken', 'taken', 'taken'], []])
    expect(named('record.released').map(({ offset, lastOffset, records, cause }) => [offset, lastOffset, records, cause])).toEqual([
      [2, 2, 1, 'returned'],
    ])
    expect(named('record.retried').map(({ offset, lastOffset, records, cause }) => [offset, lastOffset, records, cause])).toEqual([
      [3, 5, 3, 'thrown'],
    ])
    expect(() => batch.settle(batch.at(3) as ConsumerRecord, accept)).toThrow('the call of this batch is over')
  })

  it('that outlive the first of their locks lose only what was taken with it', async () => {
    const { calls, consumer } = patient()
    const { session, clock, states, named } = shareHarness({ consumer, concurrency: 10, batch: { maxRecords: 2, maxWaitMs: 20_000 } })
    session.deliver(0)
    await clock.advance(10_000)
    session.deliver(1)
    await clock.advance(18_000)
    const [{ context, end }] = calls as [Call]
    expect(context.signal.reason).toMatchObject({ code: 'SAMSA_LOCK_EXPIRED' })
    end()
    await turns()
    expect([states(), named('handler.late').map(({ offset, outcome }) => [offset, outcome])]).toEqual([
      ['release', 'done'],
      [[0, 'returned']],
    ])
  })

  it('give back what they have collected when its lock ends, or at a stop', async () => {
    const { calls, consumer } = patient()
    const { session, clock, states, runner } = shareHarness({
      consumer,
      concurrency: 10,
      batch: { maxRecords: 10, maxWaitMs: 60_000 },
      policy: noLetters,
    })
    session.deliver(0, 1)
    await clock.advance(28_000)
    expect(states()).toEqual(['release', 'release'])
    session.deliver(2, { offset: 3, deliveryCount: 5 })
    await turns()
    const drained = runner.drain(new SamsaError('SAMSA_STOPPED', 'the worker stops'))
    await turns()
    expect([states().slice(2), calls.map(({ offsets }) => offsets)]).toEqual([['release', 'taken'], [[3]]])
    calls[0]?.end()
    await drained
    expect(states()[3]).toBe('done')
  })
})
