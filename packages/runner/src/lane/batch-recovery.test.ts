import { describe, expect, it } from '@jest/globals'
import { deadLetter, handled, retry, type ConsumerRecord, type RecordBatch, type Serde, topic } from '@samsa/contracts'
import type { RecoveryPolicy, RecoveryRule } from '@samsa/dlq'
import { sessionHarness, type HarnessOptions, type SessionHarness } from '../testing/session-harness.js'
import { turns } from '../testing/turns.js'

type Batch = RecordBatch<ConsumerRecord, unknown>
const slot = (harness: SessionHarness) => harness.session.slots.at(-1) as SessionHarness['session']['slots'][number]
const lane = (harness: SessionHarness) => harness.runner.lanes.of(slot(harness).slot)
const throws = (thrown: unknown): never => {
  throw thrown
}
const rule = (action: RecoveryRule['action'], topicName: string | null = null): RecoveryRule => ({
  matches: () => true,
  action,
  topic: topicName,
})

/** A lane with five records, and the batches that its class saw: `0-1-2#1` is its first run. */
async function start(
  consume: (batch: Batch, attempt: number) => unknown,
  policy: Partial<RecoveryPolicy> = {},
  options: Partial<HarnessOptions> = {},
  before: (harness: SessionHarness) => void = () => undefined,
) {
  const seen: string[] = []
  const harness = sessionHarness({
    create: () => ({
      consumeBatch: (batch, { attempt }) => {
        seen.push(`${[...batch].map(({ offset }) => offset).join('-')}#${attempt}`)
        return consume(batch, attempt)
      },
    }),
    policy,
    ...options,
  })
  before(harness)
  harness.engine.append('orders', 0, 'a', 'b', 'c', 'd', 'e')
  harness.session.join()
  harness.session.assign([harness.engine.partition('orders', 0)])
  await turns()
  return { harness, seen }
}
const has = (batch: Batch, offset: number): boolean => [...batch].some((record) => record.offset === offset)
const poison =
  (...offsets: readonly number[]) =>
  (batch: Batch): unknown =>
    offsets.some((offset) => has(batch, offset)) ? throws(new Error('no')) : undefined

describe('a batch that fails, and nobody knows why', () => {
  it('is repeated as a whole, and in its last attempt one by one: the one that fails is found, the others are handled', async () => {
    const { harness, seen } = await start(poison(2), { attempts: 3 })
    harness.engine.append('orders', 0, 'f')
    await harness.clock.advance(10_000)
    expect(seen).toEqual(['0-1-2-3-4#1', '0-1-2-3-4#2', '0#3', '1#3', '2#3', '3#3', '4#3', '5#1'])
    expect([slot(harness).settled, harness.letters.offsets, harness.letters.asked[0]]).toMatchObject([
      [0, 1, 2, 3, 4, 5],
      [2],
      { attempt: 3, firstFailedAtMs: 1e9, lastFailedAtMs: 1e9 + 750 },
    ])
    expect(harness.named('record.retried').map(({ offset, records, attempt, delayMs }) => [offset, records, attempt, delayMs])).toEqual([
      [0, 5, 1, 250],
      [0, 5, 2, 500],
    ])
  })

  it('loses no record to a rule about another one where it has no attempt left in which to find it', async () => {
    const { harness } = await start(poison(2), { attempts: 1, rules: [rule('skip')] })
    await turns()
    expect([harness.letters.offsets, harness.named('record.skipped'), slot(harness).settled]).toEqual([
      [0, 1, 2, 3, 4],
      [],
      [0, 1, 2, 3, 4],
    ])
  })

  it('goes to the dead letters of its route where a rule about one of its records names another topic', async () => {
    const { harness } = await start(poison(2), { attempts: 1, rules: [rule('deadLetter', 'dlq.special')] })
    expect(harness.named('record.dead-lettered').map(({ offset, target }) => [offset, target])).toEqual(
      [0, 1, 2, 3, 4].map((offset) => [offset, 'dlq.orders']),
    )
  })

  it('runs one by one at once where a rule would end its records', async () => {
    const { harness, seen } = await start(poison(2), { attempts: 3, rules: [rule('deadLetter', 'dlq.special')] })
    await harness.clock.advance(10_000)
    expect(seen).toEqual(['0-1-2-3-4#1', '0#2', '1#2', '2#2', '3#2', '4#2'])
    expect(harness.named('record.dead-lettered').map(({ offset, target, attempt }) => [offset, target, attempt])).toEqual([
      [2, 'dlq.special', 2],
    ])
    expect([slot(harness).settled, harness.named('record.retried').map(({ delayMs }) => delayMs)]).toEqual([[0, 1, 2, 3, 4], [0]])
  })

  it('goes to the dead letters as a whole with attempts: 1', async () => {
    const { harness, seen } = await start(poison(2), { attempts: 1 })
    expect([seen, harness.letters.offsets, slot(harness).settled]).toEqual([['0-1-2-3-4#1'], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]])
  })

  it('stops the worker where a rule says so: nothing is settled', async () => {
    const { harness, seen } = await start(poison(2), { rules: [rule('stop')] })
    await harness.clock.advance(10_000)
    expect([seen, slot(harness).settled, lane(harness)?.phase, harness.stops.map(({ code }) => code)]).toEqual([
      ['0-1-2-3-4#1'],
      [],
      'held',
      ['SAMSA_RECOVERY_STOPPED'],
    ])
  })

  it('is held at the record that failed alone, its neighbours before it are handled', async () => {
    const { harness, seen } = await start(poison(2), { attempts: 2, deadLetter: null, whenExhausted: 'hold' })
    await harness.clock.advance(60_000)
    expect([seen, slot(harness).settled]).toEqual([
      ['0-1-2-3-4#1', '0#2', '1#2', '2#2'],
      [0, 1],
    ])
    const [partition] = harness.runner.work(harness.session.status(), 0).partitions
    expect(partition).toMatchObject({ phase: 'held', offset: 2, attempt: 2, waiting: 3 })
    expect(harness.named('record.exhausted').map(({ offset, becomes }) => [offset, becomes])).toEqual([[2, 'hold']])
    harness.session.revoke([slot(harness)], 5000)
    await turns()
    expect([slot(harness).live, harness.engine.partition('orders').committed]).toEqual([false, 2])
  })

  it('skips the record that failed alone', async () => {
    const { harness } = await start(poison(0, 4), { attempts: 2, deadLetter: null, whenExhausted: 'skip' })
    await harness.clock.advance(60_000)
    expect([slot(harness).settled, harness.named('record.skipped').map(({ offset }) => offset)]).toEqual([
      [0, 1, 2, 3, 4],
      [0, 4],
    ])
    expect(harness.named('record.exhausted').map(({ offset, becomes }) => [offset, becomes])).toEqual([
      [0, 'skip'],
      [4, 'skip'],
    ])
  })

  it('leaves alone what it settled', async () => {
    const { harness, seen } = await start(
      (batch) => {
        for (const record of batch) if (record.offset < 2) batch.settle(record, handled)
        return poison(3)(batch)
      },
      { attempts: 2 },
    )
    await harness.clock.advance(10_000)
    expect([seen, slot(harness).settled, harness.letters.offsets]).toEqual([['0-1-2-3-4#1', '2#2', '3#2', '4#2'], [0, 1, 2, 3, 4], [3]])
  })
})

describe('a batch of which it is known what failed', () => {
  it('goes by the only record that was left open', async () => {
    const { harness, seen } = await start(
      (batch) => {
        for (const record of batch) if (record.offset !== 3) batch.settle(record, handled)
        throw new Error('no')
      },
      { rules: [rule('deadLetter')] },
    )
    expect([seen, harness.letters.offsets, slot(harness).settled]).toEqual([['0-1-2-3-4#1'], [3], [0, 1, 2, 4, 3]])
  })

  const broken: Serde<string> = {
    serialize: (value) => value,
    deserialize: (bytes) => {
      const text = Buffer.from(bytes).toString()
      return text === 'b' || text === 'd' ? throws(new Error('not mine')) : text
    },
  }
  const source = topic('orders', { value: broken })
  const reads = (batch: Batch): void => {
    for (const record of batch) void record.value
  }

  it('goes by the one that cannot be decoded, and repeats the rest as a whole', async () => {
    const { harness, seen } = await start(reads, {}, { source })
    await harness.clock.advance(10)
    expect(seen).toEqual(['0-1-2-3-4#1', '0-2-3-4#2', '0-2-4#3'])
    expect(harness.named('record.dead-lettered').map(({ offset, cause, attempt }) => [offset, cause, attempt])).toEqual([
      [1, 'deserialize', 1],
      [3, 'deserialize', 2],
    ])
    expect(slot(harness).settled).toEqual([1, 3, 0, 2, 4])
    expect(
      harness.named('record.retried').map(({ offset, lastOffset, cause, reason, delayMs }) => [offset, lastOffset, cause, reason, delayMs]),
    ).toEqual([
      [0, 0, 'thrown', 'its batch ended at orders/0/1: value of orders/0/1: not mine', 0],
      [2, 4, 'thrown', 'its batch ended at orders/0/1: value of orders/0/1: not mine', 0],
      [0, 0, 'thrown', 'its batch ended at orders/0/3: value of orders/0/3: not mine', 0],
      [2, 2, 'thrown', 'its batch ended at orders/0/3: value of orders/0/3: not mine', 0],
      [4, 4, 'thrown', 'its batch ended at orders/0/3: value of orders/0/3: not mine', 0],
    ])
  })

  it('takes the rest to the end of the policy where no attempts are left, past rules about the one', async () => {
    const about: RecoveryRule = { ...rule('skip'), matches: (thrown) => (thrown as { code?: string }).code === 'SAMSA_DESERIALIZE' }
    const { harness } = await start(reads, { attempts: 1, rules: [about] }, { source })
    expect([harness.named('record.skipped').map(({ offset }) => offset), harness.letters.offsets]).toEqual([[1], [0, 2, 3, 4]])
  })
})

describe('records that the class settled by outcomes', () => {
  it('are decided one by one', async () => {
    const { harness, seen } = await start(
      (batch, attempt) => {
        if (attempt > 1) return
        const [first, second, third] = [...batch] as [ConsumerRecord, ConsumerRecord, ConsumerRecord]
        batch.settle(first, retry('later', { after: 100 }))
        batch.settle(second, deadLetter('poison'))
        batch.settle(third, handled)
        throw new Error('half way')
      },
      { attempts: 4 },
    )
    expect([slot(harness).settled, harness.letters.offsets]).toEqual([[2, 1], [1]])
    await harness.clock.advance(250)
    expect([seen, slot(harness).settled]).toEqual([
      ['0-1-2-3-4#1', '0-3-4#2'],
      [2, 1, 0, 3, 4],
    ])
  })
})

describe('a call that ends badly after it settled every record', () => {
  const settling =
    (thrown: unknown) =>
    (batch: Batch): void => {
      for (const record of batch) batch.settle(record, record.offset === 0 ? retry('later') : handled)
      throw thrown
    }

  it('is logged, and nobody has failed', async () => {
    const { harness } = await start(settling(new Error('too late')))
    expect([slot(harness).settled, harness.log.lines.map(({ level, message }) => [level, message])]).toEqual([
      [1, 2, 3, 4],
      [['warn', 'TestConsumer.consumeBatch() ended badly after it had settled every record, so nothing is retried: too late']],
    ])
    expect(harness.named('record.retried').map(({ offset, cause }) => [offset, cause])).toEqual([[0, 'returned']])
  })

  it('stops the worker all the same where it is out of memory', async () => {
    const { harness } = await start(settling(Object.assign(new Error('not enough memory'), { code: 'ENOMEM' })))
    harness.engine.append('orders', 0, 'f')
    await harness.clock.advance(10_000)
    expect([slot(harness).settled, lane(harness)?.phase, harness.stops.map(({ code }) => code)]).toEqual([
      [1, 2, 3, 4],
      'held',
      ['SAMSA_RECOVERY_STOPPED'],
    ])
  })
})

describe('dead letters of a batch', () => {
  it('are written again where they failed, each until it is written; the others are settled, and nothing new is run', async () => {
    const { harness, seen } = await start(poison(0), { attempts: 1 }, {}, (one) => void (one.letters.failing = 2))
    harness.engine.append('orders', 0, 'f')
    await turns()
    expect([seen, slot(harness).settled, lane(harness)?.phase, lane(harness)?.work.offset, lane(harness)?.work.unsettled]).toEqual([
      ['0-1-2-3-4#1'],
      [2, 3, 4],
      'unwritten',
      0,
      2,
    ])
    await harness.clock.advance(250)
    expect([seen, slot(harness).settled, harness.letters.offsets]).toEqual([
      ['0-1-2-3-4#1', '5#1'],
      [2, 3, 4, 0, 1, 5],
      [2, 3, 4, 0, 1],
    ])
    expect(harness.named('dead-letter.failed').map(({ offset, attempt }) => [offset, attempt])).toEqual([
      [0, 1],
      [1, 1],
    ])
  })

  it('end with a seek while they wait to be written again', async () => {
    const { harness, seen } = await start(poison(0), { attempts: 1 }, {}, (one) => void (one.letters.failing = Infinity))
    lane(harness)?.control.seek(3)
    await harness.clock.advance(10_000)
    expect([seen, slot(harness).settled, harness.runner.due.size]).toEqual([['0-1-2-3-4#1', '3-4#1'], [3, 4], 0])
  })

  it('are written before what is left runs again; a drain waits for them, and runs nothing more', async () => {
    const { harness, seen } = await start(
      (batch) => {
        batch.settle(batch.at(0) as ConsumerRecord, deadLetter('poison'))
        throw new Error('no')
      },
      { attempts: 3 },
    )
    expect(harness.letters.offsets).toEqual([0])
    expect(seen).toEqual(['0-1-2-3-4#1'])
    harness.letters.held = true
    await harness.clock.advance(250)
    expect([seen, lane(harness)?.phase, lane(harness)?.work.offset, lane(harness)?.work.unsettled]).toEqual([
      ['0-1-2-3-4#1', '1-2-3-4#2'],
      'working',
      1,
      4,
    ])
    harness.session.revoke([slot(harness)], 5000)
    await turns()
    expect(slot(harness).live).toBe(true)
    harness.letters.answer()
    await turns()
    expect([slot(harness).live, harness.engine.partition('orders').committed, seen.length]).toEqual([false, 2, 2])
  })
})
