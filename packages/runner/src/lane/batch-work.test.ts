import { describe, expect, it } from '@jest/globals'
import { deadLetter, handled, retry, skip, type ConsumerRecord, type RecordBatch } from '@samsa/contracts'
import { sessionHarness, type SessionHarness, type TestConsumer } from '../testing/session-harness.js'
import { turns } from '../testing/turns.js'

type Batch = RecordBatch<ConsumerRecord, unknown>
const offsets = (batch: Batch): number[] => [...batch].map((record) => record.offset)

async function start(consumer: TestConsumer, records: number, batch = { maxRecords: 500, maxWaitMs: 0 }): Promise<SessionHarness> {
  const harness = sessionHarness({ create: () => consumer, route: { batch } })
  harness.engine.append('orders', 0, ...Array<string>(records).fill('x'))
  harness.session.join()
  harness.session.assign([harness.engine.partition('orders', 0)])
  await turns()
  return harness
}
const slot = (harness: SessionHarness) => harness.session.slots.at(-1) as SessionHarness['session']['slots'][number]
/** A consumer that keeps the offsets of its batches. */
function keeping(consume: (batch: Batch, attempt: number) => unknown = () => undefined): TestConsumer & { readonly batches: number[][] } {
  const batches: number[][] = []
  return {
    batches,
    consumeBatch: (batch, context) => {
      batches.push(offsets(batch))
      return consume(batch, context.attempt)
    },
  }
}

describe('a lane with batches', () => {
  it('cuts what was taken into batches of at most maxRecords', async () => {
    const consumer = keeping()
    const harness = await start(consumer, 7, { maxRecords: 3, maxWaitMs: 0 })
    expect(consumer.batches).toEqual([[0, 1, 2], [3, 4, 5], [6]])
    expect(slot(harness).settled).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('collects across polls until maxRecords, or maxWait after the first record', async () => {
    const consumer = keeping()
    const harness = await start(consumer, 2, { maxRecords: 4, maxWaitMs: 100 })
    await harness.clock.advance(60)
    harness.engine.append('orders', 0, 'x')
    await harness.clock.advance(39)
    expect(consumer.batches).toEqual([])
    await harness.clock.advance(1)
    expect(consumer.batches).toEqual([[0, 1, 2]])
    harness.engine.append('orders', 0, 'x', 'x', 'x', 'x', 'x')
    await turns()
    expect(consumer.batches).toEqual([
      [0, 1, 2],
      [3, 4, 5, 6],
    ])
    await harness.clock.advance(100)
    expect([consumer.batches.at(-1), harness.runner.due.size]).toEqual([[7], 0])
  })

  it('runs one batch at a time, and settles it when its promise is fulfilled', async () => {
    const open: (() => void)[] = []
    const consumer = keeping(() => new Promise<void>((resolve) => open.push(resolve)))
    const harness = await start(consumer, 4, { maxRecords: 2, maxWaitMs: 0 })
    expect([consumer.batches, slot(harness).settled]).toEqual([[[0, 1]], []])
    open[0]?.()
    await turns()
    expect([consumer.batches, slot(harness).settled]).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
      [0, 1],
    ])
  })

  it('repeats what a throw left unsettled, alone, with backoff, as one event for neighbours', async () => {
    const consumer = keeping((batch, attempt) => {
      if (attempt > 1) return
      batch.settle(batch.at(0) as ConsumerRecord, handled)
      batch.settle(batch.at(2) as ConsumerRecord, skip('not ours'))
      throw new Error('half way')
    })
    const harness = await start(consumer, 5)
    expect(slot(harness).settled).toEqual([0, 2])
    expect(slot(harness).position).toBe(1)
    harness.engine.append('orders', 0, 'x')
    await harness.clock.advance(250)
    expect(consumer.batches).toEqual([[0, 1, 2, 3, 4], [1, 3, 4], [5]])
    expect(slot(harness).settled).toEqual([0, 2, 1, 3, 4, 5])
    expect(
      harness.named('record.retried').map(({ offset, lastOffset, records, attempt }) => [offset, lastOffset, records, attempt]),
    ).toEqual([
      [1, 1, 1, 1],
      [3, 4, 2, 1],
    ])
    expect(harness.named('record.skipped').map(({ offset }) => offset)).toEqual([2])
  })

  it('repeats records that were settled with retry, not before any of them may, and writes the dead letters of others', async () => {
    const consumer = keeping((batch, attempt) => {
      if (attempt > 1) return
      batch.settle(batch.at(0) as ConsumerRecord, retry('soon', { after: '1s' }))
      batch.settle(batch.at(1) as ConsumerRecord, retry('later', { after: '2s' }))
      batch.settle(batch.at(3) as ConsumerRecord, deadLetter('poison'))
    })
    const harness = await start(consumer, 4)
    expect([slot(harness).settled, harness.letters.offsets]).toEqual([[2, 3], [3]])
    await harness.clock.advance(1999)
    expect(consumer.batches).toHaveLength(1)
    await harness.clock.advance(1)
    expect(consumer.batches[1]).toEqual([0, 1])
    expect(harness.named('record.retried').map(({ offset, cause, delayMs }) => [offset, cause, delayMs])).toEqual([
      [0, 'returned', 1000],
      [1, 'returned', 2000],
    ])
    expect(harness.named('record.dead-lettered').map(({ offset, cause, attempt }) => [offset, cause, attempt])).toEqual([
      [3, 'dead-letter', 1],
    ])
  })

  it('settles single records while the call runs', async () => {
    const harness = await start(
      {
        consumeBatch: (batch) => {
          batch.settle((batch.at(0) as ConsumerRecord).detach(), handled)
          batch.settle(batch.at(1) as ConsumerRecord, handled)
          return new Promise(() => undefined)
        },
      },
      3,
    )
    expect(slot(harness).settled).toEqual([0, 1])
  })

  it('refuses to settle twice, a record of another batch, an outcome of the other kind, and after the call', async () => {
    const kept: { batch?: Batch; record?: ConsumerRecord } = {}
    const said: string[] = []
    const tryTo = (settle: () => void): void => {
      try {
        settle()
      } catch (thrown) {
        said.push((thrown as Error).message)
      }
    }
    const consumer = keeping((batch) => {
      const first = batch.at(0) as ConsumerRecord
      if (kept.batch === undefined) {
        batch.settle(first, handled)
        tryTo(() => batch.settle(first, skip('again')))
        tryTo(() => batch.settle(batch.at(1) as ConsumerRecord, { outcome: 'accept' }))
        kept.batch = batch
        kept.record = batch.at(1) as ConsumerRecord
      } else {
        tryTo(() => batch.settle(kept.record as ConsumerRecord, handled))
        tryTo(() => kept.batch?.settle(kept.record as ConsumerRecord, handled))
      }
    })
    await start(consumer, 4, { maxRecords: 2, maxWaitMs: 0 })
    expect(said).toEqual([
      'batch.settle(orders/0/0): it was settled already',
      'batch.settle(orders/0/1): not an outcome of a consumerGroup: use handled, retry, skip or deadLetter',
      'batch.settle(orders/0/1): not a record of this batch',
      'batch.settle(orders/0/1): the call of this batch is over',
    ])
  })

  it('takes a returned value for a failure that names the class', async () => {
    const harness = await start({ consumeBatch: () => 'rows' }, 1)
    expect(harness.named('record.retried').map(({ error }) => error?.message)).toEqual([
      'TestConsumer.consumeBatch() returned a string: return nothing, and settle single records with batch.settle(record, outcome)',
    ])
  })

  it('forgets a batch whose handler moved the position', async () => {
    let sought = false
    const consumer = keeping(() => undefined)
    const harness = await start(
      {
        consumeBatch: (batch, context) => {
          consumer.batches.push(offsets(batch))
          if (sought) return
          sought = true
          context.partition.seek(1)
        },
      },
      3,
    )
    expect(consumer.batches).toEqual([
      [0, 1, 2],
      [1, 2],
    ])
    expect(harness.session.slots.map(({ settled }) => settled)).toEqual([[], [1, 2]])
  })
})
