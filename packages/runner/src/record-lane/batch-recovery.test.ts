import { describe, expect, it } from '@jest/globals'
import {
  deadLetter,
  SamsaError,
  type ConsumerRecord,
  type RecordBatch,
  type ShareGroupContext,
  type ShareGroupOutcome,
} from '@samsa/contracts'
import type { RecoveryRule } from '@samsa/dlq'
import { shareHarness, type ShareHarness, type ShareHarnessOptions } from '../testing/share-harness.js'
import { turns } from '../testing/turns.js'

type Batch = RecordBatch<ConsumerRecord, ShareGroupOutcome>
const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_one, index) => from + index)
const fixed = (delayMs: number) => ({ kind: 'fixed', delayMs, jitter: false }) as const
const undecoded = ({ topic, partition, offset }: ConsumerRecord): SamsaError =>
  new SamsaError('SAMSA_DESERIALIZE', 'not JSON', { details: { topic, partition, offset } })

/** A class whose batches fail with these offsets in them, and what it was called with: `offsets:attempt`. */
function failing(
  poison: readonly number[],
  more: Partial<ShareHarnessOptions> = {},
  thrown: (record: ConsumerRecord) => unknown = () => new Error('no'),
): ShareHarness & { readonly calls: string[] } {
  const calls: string[] = []
  const consumeBatch = (batch: Batch, { attempt }: ShareGroupContext): void => {
    const records = [...batch]
    calls.push(`${records.map(({ offset }) => offset).join()}:${attempt}`)
    const bad = records.find(({ offset }) => poison.includes(offset))
    if (bad !== undefined) throw thrown(bad)
  }
  const policy = { attempts: 3, backoff: fixed(100), ...more.policy }
  return {
    ...shareHarness({ consumer: { consumeBatch }, concurrency: 10, batch: { maxRecords: 10, maxWaitMs: 0 }, ...more, policy }),
    calls,
  }
}

const letters = (harness: ShareHarness): readonly unknown[] =>
  harness.named('record.dead-lettered').map(({ offset, attempt, cause }) => [offset, attempt, cause])

describe('a batch of a share group that fails', () => {
  it('runs again as a whole, in its last attempt record by record: the one that fails is found, nobody else is lost', async () => {
    const harness = failing([2])
    harness.session.deliver(...range(4))
    await harness.clock.advance(1000)
    expect(harness.calls).toEqual(['0,1,2,3:1', '0,1,2,3:2', '0:3', '1:3', '2:3', '3:3'])
    expect([letters(harness), harness.states()]).toEqual([[[2, 3, 'thrown']], ['done', 'done', 'done', 'done']])
    expect(
      harness.named('record.retried').map(({ offset, lastOffset, records, attempt }) => [offset, lastOffset, records, attempt]),
    ).toEqual([
      [0, 3, 4, 1],
      [0, 3, 4, 2],
    ])
    expect(harness.counters).toMatchObject({ settled: 4, retried: 8, deadLettered: 1 })
  })

  it('loses no record to a rule about another one where it has no attempt left in which to find it', async () => {
    const rules = [{ matches: () => true, action: 'reject', topic: null } as const]
    for (const thrown of [() => new Error('no'), undecoded]) {
      const harness = failing([2], { policy: { attempts: 1, rules } }, thrown)
      harness.session.deliver(...range(4))
      await turns()
      const known = thrown === undecoded
      expect(harness.states()).toEqual(['done', 'done', known ? 'reject' : 'done', 'done'])
      expect(harness.letters.offsets).toEqual(known ? [0, 1, 3] : [0, 1, 2, 3])
    }
  })

  it('goes to the dead letters of its route where a rule about one of its records names another topic', async () => {
    const rules = [{ matches: () => true, action: 'deadLetter', topic: 'dlq.special' } as const]
    for (const thrown of [() => new Error('no'), undecoded]) {
      const harness = failing([2], { policy: { attempts: 1, rules } }, thrown)
      harness.session.deliver(...range(4))
      await turns()
      const special = harness.named('record.dead-lettered').filter(({ target }) => target === 'dlq.special')
      expect(special.map(({ offset }) => offset)).toEqual(thrown === undecoded ? [2] : [])
      expect([...harness.letters.offsets].sort((one, other) => one - other)).toEqual([0, 1, 2, 3])
    }
  })

  it('that is to be run one by one when the worker stops is given back, whatever the rule that made it so', async () => {
    const rules = [{ matches: () => true, action: 'reject', topic: null } as const]
    const harness = failing([2], { policy: { rules } })
    harness.emitter.on('record.retried', () => harness.runner.quiet())
    harness.session.deliver(...range(4))
    await harness.clock.advance(1000)
    expect([harness.states(), harness.calls]).toEqual([['release', 'release', 'release', 'release'], ['0,1,2,3:1']])
  })

  it('is the failure of one record where only one is not settled', async () => {
    const consumeBatch = (batch: Batch): never => {
      batch.settle(batch.at(0) as ConsumerRecord, { outcome: 'accept' })
      throw new Error('no')
    }
    const harness = shareHarness({ consumer: { consumeBatch }, concurrency: 10, policy: { attempts: 1 } })
    harness.session.deliver(0, 1)
    await turns()
    expect([letters(harness), harness.states()]).toEqual([[[1, 1, 'thrown']], ['done', 'done']])
  })

  it('at a record that cannot be decoded loses that one alone, the others run again at once', async () => {
    const harness = failing([1, 3], { policy: { attempts: 4 } }, undecoded)
    harness.session.deliver(...range(5))
    await harness.clock.advance(0)
    expect(harness.calls).toEqual(['0,1,2,3,4:1', '0,2,3,4:2', '0,2,4:3'])
    expect([letters(harness), harness.states().every((state) => state === 'done')]).toEqual([
      [
        [1, 1, 'deserialize'],
        [3, 2, 'deserialize'],
      ],
      true,
    ])
  })

  it('with a decision that ends a record, and nobody knows which, runs record by record first', async () => {
    const rule: RecoveryRule = { matches: () => true, action: 'reject', topic: null }
    const harness = failing([2], { policy: { rules: [rule] } })
    harness.session.deliver(...range(4))
    await harness.clock.advance(0)
    expect([harness.calls, harness.states()]).toEqual([
      ['0,1,2,3:1', '0:2', '1:2', '2:2', '3:2'],
      ['done', 'done', 'reject', 'done'],
    ])
  })

  it('goes to the dead letters as a whole where there is one attempt', async () => {
    const harness = failing([1], { policy: { attempts: 1 } })
    harness.session.deliver(...range(3))
    await turns()
    expect([harness.calls, letters(harness)]).toEqual([
      ['0,1,2:1'],
      [
        [0, 1, 'thrown'],
        [1, 1, 'thrown'],
        [2, 1, 'thrown'],
      ],
    ])
  })

  it('runs again by delivery counts, and records in their last run delivery run alone', async () => {
    const harness = failing([0, 4], { policy: { attempts: 5 } })
    harness.session.deliver(0, 1, { offset: 2, deliveryCount: 2 }, { offset: 3, deliveryCount: 4 }, { offset: 4, deliveryCount: 4 })
    await turns()
    expect(harness.calls).toEqual(['3:4', '4:4', '0,1,2:2'])
    await harness.clock.advance(100)
    expect([harness.calls.slice(3).toSorted(), letters(harness)]).toEqual([['0,1:2', '2:3', '4:5'], [[4, 5, 'thrown']]])
  })

  it('is not run with records that were delivered more often than they are to be', async () => {
    const harness = failing([])
    harness.session.deliver(0, { offset: 1, deliveryCount: 4 }, 2)
    await turns()
    expect([harness.calls, letters(harness), harness.states()]).toEqual([['0,2:1'], [[1, 3, 'deliveries']], ['done', 'done', 'done']])
  })

  it('is given back at a stop, but for what is in the last delivery in which it is run', async () => {
    const harness = failing([0], { policy: { attempts: 4, backoff: fixed(5000) } })
    harness.session.deliver(0, 1)
    await turns()
    await harness.runner.drain(new SamsaError('SAMSA_STOPPED', 'the worker stops'))
    expect([harness.states(), harness.runner.resting]).toEqual([['release', 'release'], true])
    expect(harness.named('record.released').map(({ offset, lastOffset, cause }) => [offset, lastOffset, cause])).toEqual([[0, 1, 'thrown']])
  })

  it('ends the worker once where its rule says so, and settles nothing of it', async () => {
    const rule: RecoveryRule = { matches: () => true, action: 'stop', topic: null }
    const harness = failing([0], { policy: { rules: [rule] } })
    harness.session.deliver(0, 1)
    await turns()
    expect([harness.stops.length, harness.states()]).toEqual([1, ['taken', 'taken']])
  })

  it('gives back only what was taken with a lock that ends while it waits', async () => {
    const calls: string[] = []
    const consumeBatch = (batch: Batch): Promise<void> => {
      calls.push([...batch].map(({ offset }) => offset).join())
      if (batch.at(0)?.offset === 0) throw new Error('no')
      return new Promise(() => undefined)
    }
    const policy = { attempts: 3, backoff: fixed(100) }
    const { session, clock, states } = shareHarness({
      consumer: { consumeBatch },
      concurrency: 2,
      batch: { maxRecords: 2, maxWaitMs: 10_000 },
      policy,
    })
    session.deliver(0)
    await clock.advance(9000)
    session.deliver(1)
    session.deliver(2, 3)
    await clock.advance(18_999)
    // the permits for another run are in use
    expect([calls, states()]).toEqual([
      ['0,1', '2,3'],
      ['taken', 'taken', 'taken', 'taken'],
    ])
    await clock.advance(1)
    expect(states()).toEqual(['release', 'taken', 'taken', 'taken'])
    await clock.advance(9000)
    expect(states()).toEqual(['release', 'release', 'taken', 'taken'])
  })
})

describe('batch.settle', () => {
  it('with a dead letter writes it at once, while the call goes on', async () => {
    let end = (): void => undefined
    const consumeBatch = (batch: Batch): Promise<void> => {
      batch.settle(batch.at(1) as ConsumerRecord, deadLetter('by hand'))
      return new Promise((resolve) => (end = resolve))
    }
    const harness = shareHarness({ consumer: { consumeBatch }, concurrency: 3 })
    harness.session.deliver(0, 1, 2)
    await turns()
    expect([harness.states(), letters(harness), harness.route.use.records]).toEqual([
      ['taken', 'done', 'taken'],
      [[1, 1, 'dead-letter']],
      3,
    ])
    end()
    await turns()
    expect([harness.states(), harness.route.use.records]).toEqual([['done', 'done', 'done'], 0])
  })
})
