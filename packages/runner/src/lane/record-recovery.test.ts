import { describe, expect, it } from '@jest/globals'
import { deadLetter, retry, type ConsumerRecord } from '@samsa/contracts'
import type { DeadLetterJob, RecoveryRule } from '@samsa/dlq'
import { sessionHarness, type HarnessOptions, type SessionHarness, type TestConsumer } from '../testing/session-harness.js'
import { turns } from '../testing/turns.js'

const slot = (harness: SessionHarness) => harness.session.slots.at(-1) as SessionHarness['session']['slots'][number]
const phase = (harness: SessionHarness) => harness.runner.lanes.of(slot(harness).slot)?.phase

async function start(consumer: TestConsumer, records: number, options: Partial<HarnessOptions> = {}): Promise<SessionHarness> {
  const harness = sessionHarness({ create: () => consumer, ...options })
  for (let offset = 0; offset < records; offset++)
    harness.engine.append('orders', 0, { key: `k${offset}`, value: `v${offset}`, headers: [['h', `${offset}`]] })
  harness.session.join()
  harness.session.assign([harness.engine.partition('orders', 0)])
  await turns()
  return harness
}

/** A class that fails at some offsets, and keeps its executions. */
function failing(fail: (offset: number, attempt: number) => unknown) {
  const seen: string[] = []
  const consume: TestConsumer['consume'] = (record, { attempt }) => {
    seen.push(`${record.offset}#${attempt}`)
    return fail(record.offset, attempt)
  }
  return { seen, consume }
}
const throws = (thrown: unknown): never => {
  throw thrown
}
const failsAt =
  (...offsets: readonly number[]) =>
  (offset: number): unknown =>
    offsets.includes(offset) ? throws(new Error('no')) : undefined
const rule = (action: RecoveryRule['action'], topic: string | null = null): RecoveryRule => ({ matches: () => true, action, topic })

describe('a record that always fails', () => {
  it('runs n times, then is dead-lettered once; its neighbours run once', async () => {
    const consumer = failing(failsAt(1))
    const harness = await start(consumer, 3)
    await harness.clock.advance(250 + 500 + 1000 + 1999)
    expect([consumer.seen.at(-1), slot(harness).settled]).toEqual(['1#4', [0]])
    await harness.clock.advance(1)
    expect(consumer.seen).toEqual(['0#1', '1#1', '1#2', '1#3', '1#4', '1#5', '2#1'])
    expect([slot(harness).settled, harness.session.gaps, harness.letters.offsets]).toEqual([[0, 1, 2], 0, [1]])
    expect(harness.named('record.retried').map(({ attempt, delayMs }) => [attempt, delayMs])).toEqual([
      [1, 250],
      [2, 500],
      [3, 1000],
      [4, 2000],
    ])
    expect(harness.named('record.dead-lettered')).toMatchObject([
      {
        topic: 'orders',
        partition: 0,
        offset: 1,
        attempt: 5,
        deliveryCount: null,
        by: 'application',
        target: 'dlq.orders',
        targetPartition: 0,
        targetOffset: 0,
        cause: 'thrown',
        reason: 'no',
        error: { code: 'SAMSA_HANDLER_FAILED' },
        omitted: [],
      },
    ])
    expect(harness.named('record.handled')).toEqual([])
  })

  it('is handed to the writer as it came, with when it failed', async () => {
    const harness = await start(failing(failsAt(1)), 2, { policy: { attempts: 2 } })
    await harness.clock.advance(250)
    const job = harness.letters.asked[0] as DeadLetterJob
    const text = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString()
    expect([text(job.raw.key), text(job.raw.value), job.raw.headers.map(([name, value]) => [name, text(value)])]).toEqual([
      'k1',
      'v1',
      [['h', '1']],
    ])
    expect(job).toMatchObject({ attempt: 2, deliveryCount: null, firstFailedAtMs: 1e9, lastFailedAtMs: 1e9 + 250, topic: null })
    expect([job.record.id, (job.failure.thrown as Error).message]).toEqual(['orders/0/1', 'no'])
  })

  it.each([
    ['first', 0],
    ['middle', 2],
    ['last', 4],
  ])('may be the %s one', async (_name, poison) => {
    const consumer = failing(failsAt(poison))
    const harness = await start(consumer, 5, { policy: { attempts: 3 } })
    await harness.clock.advance(10_000)
    expect([slot(harness).settled, harness.letters.offsets, consumer.seen.length]).toEqual([[0, 1, 2, 3, 4], [poison], 7])
  })

  it('is not alone: all fail', async () => {
    const consumer = failing(failsAt(0, 1, 2))
    const harness = await start(consumer, 3, { policy: { attempts: 2 } })
    await harness.clock.advance(10_000)
    expect([consumer.seen, harness.letters.offsets]).toEqual([
      ['0#1', '0#2', '1#1', '1#2', '2#1', '2#2'],
      [0, 1, 2],
    ])
  })

  it('has one run with attempts: 1, and may succeed in its last', async () => {
    const once = await start(failing(failsAt(0)), 2, { policy: { attempts: 1 } })
    expect([once.letters.offsets, slot(once).settled]).toEqual([[0], [0, 1]])
    const late = await start(
      failing((_offset, attempt) => (attempt < 3 ? throws(new Error('no')) : undefined)),
      1,
      { policy: { attempts: 3 } },
    )
    await late.clock.advance(10_000)
    expect([late.letters.offsets, slot(late).settled]).toEqual([[], [0]])
  })

  it('counts what asks for a retry as well, and starts again at 1 with the next record', async () => {
    const consumer = failing((offset) => (offset < 2 ? retry('later', { after: 10 }) : undefined))
    const harness = await start(consumer, 3, { policy: { attempts: 2 } })
    await harness.clock.advance(1000)
    expect([consumer.seen, harness.letters.offsets]).toEqual([
      ['0#1', '0#2', '1#1', '1#2', '2#1'],
      [0, 1],
    ])
  })

  it('goes at once where its class says deadLetter', async () => {
    const consumer = failing(() => deadLetter('poison'))
    const harness = await start(consumer, 1)
    expect([consumer.seen, harness.letters.asked[0]?.failure]).toMatchObject([['0#1'], { cause: 'dead-letter', reason: 'poison' }])
  })
})

describe('a rule', () => {
  it('sends to a topic of its own', async () => {
    const harness = await start(failing(failsAt(0)), 1, { policy: { rules: [rule('deadLetter', 'dlq.special')] } })
    expect(harness.named('record.dead-lettered').map(({ target, attempt }) => [target, attempt])).toEqual([['dlq.special', 1]])
  })

  it('skips: told, settled, and not told as handled', async () => {
    const harness = sessionHarness({ create: () => failing(failsAt(0)), policy: { rules: [rule('skip')] } })
    const handled: number[] = []
    harness.emitter.on('record.handled', ({ offset }) => handled.push(offset))
    harness.engine.append('orders', 0, 'a', 'b')
    harness.session.assign([harness.engine.partition('orders', 0)])
    await turns()
    expect([slot(harness).settled, handled, harness.named('record.exhausted')]).toEqual([[0, 1], [1], []])
    expect(harness.named('record.skipped').map(({ offset, attempt, reason }) => [offset, attempt, reason])).toEqual([[0, 1, 'no']])
  })

  it('stops the worker: nothing is settled, and its lane starts nothing more', async () => {
    const consumer = failing(failsAt(1))
    const harness = await start(consumer, 3, { policy: { rules: [rule('stop')] } })
    await harness.clock.advance(60_000)
    expect([consumer.seen, slot(harness).settled, phase(harness), harness.named('record.exhausted')]).toEqual([
      ['0#1', '1#1'],
      [0],
      'held',
      [],
    ])
    expect(harness.stops).toMatchObject([{ code: 'SAMSA_RECOVERY_STOPPED', cause: { message: 'no' } }])
    expect(harness.stops[0]?.message).toBe(
      'TestConsumer failed at orders/0/1, and a rule of retry.on stops the worker: no; the record is not settled',
    )
  })

  it('that throws counts as not given, and is told', async () => {
    const mistaken: RecoveryRule = { ...rule('skip'), matches: () => throws(new Error('bad rule')) }
    const harness = await start(failing(failsAt(0)), 1, { policy: { rules: [mistaken] } })
    expect(harness.named('policy.failed').map(({ offset, error }) => [offset, error.code, (error.cause as Error).message])).toEqual([
      [0, 'SAMSA_POLICY_FAILED', 'bad rule'],
    ])
    expect(harness.named('record.retried').map(({ delayMs }) => delayMs)).toEqual([250])
  })
})

describe('memory that runs out', () => {
  it('stops the worker, whatever the policy says', async () => {
    const consumer = failing(() => throws(Object.assign(new Error('not enough memory'), { code: 'ENOMEM' })))
    const harness = await start(consumer, 2, { policy: { rules: [rule('skip')] } })
    expect([consumer.seen, slot(harness).settled, harness.stops.map(({ message }) => message)]).toEqual([
      ['0#1'],
      [],
      [
        'TestConsumer failed at orders/0/0, and the process is out of memory, so the worker stops: not enough memory; the record is not settled',
      ],
    ])
  })
})

describe('without a dead-letter topic', () => {
  const policy = { deadLetter: null, attempts: 2 } as const

  it('skip: told as exhausted and as skipped', async () => {
    const harness = await start(failing(failsAt(0)), 2, { policy: { ...policy, whenExhausted: 'skip' } })
    await harness.clock.advance(250)
    expect([slot(harness).settled, harness.events.slice(-3).map(({ name }) => name)]).toEqual([
      [0, 1],
      ['record.retried', 'record.exhausted', 'record.skipped'],
    ])
    expect(
      harness
        .named('record.exhausted')
        .map(({ offset, attempt, deliveryCount, becomes, reason }) => [offset, attempt, deliveryCount, becomes, reason]),
    ).toEqual([[0, 2, null, 'skip', 'no']])
  })

  it('stop: told as exhausted, then the worker ends', async () => {
    const harness = await start(failing(failsAt(0)), 2, { policy: { ...policy, whenExhausted: 'stop' } })
    await harness.clock.advance(250)
    expect([slot(harness).settled, harness.named('record.exhausted').map(({ becomes }) => becomes)]).toEqual([[], ['stop']])
    expect(harness.stops[0]?.message).toContain("it has no attempts left, so whenExhausted: 'stop' stops the worker")
  })

  describe('hold', () => {
    async function held() {
      const consumer = failing(failsAt(1))
      const harness = await start(consumer, 3, { policy: { ...policy, whenExhausted: 'hold' } })
      await harness.clock.advance(250)
      return { harness, consumer }
    }

    it('runs the record no more, and nothing behind it; health says so', async () => {
      const { harness, consumer } = await held()
      harness.engine.append('orders', 0, 'x')
      await harness.clock.advance(3_600_000)
      expect([consumer.seen, slot(harness).settled, harness.runner.due.size]).toEqual([['0#1', '1#1', '1#2'], [0], 0])
      expect(harness.named('record.exhausted').map(({ offset, attempt, becomes }) => [offset, attempt, becomes])).toEqual([[1, 2, 'hold']])
      const [partition] = harness.runner.work(harness.session.status(), 0).partitions
      expect(partition).toMatchObject({ phase: 'held', offset: 1, attempt: 2, waiting: 3, retryInMs: null, runningMs: null })
      expect([harness.runner.trouble?.code, harness.runner.trouble?.message, harness.runner.resting]).toEqual([
        'SAMSA_HANDLER_FAILED',
        'orders/0 is held at offset 1, and nothing behind it is run: no',
        false,
      ])
    })

    it('ends with a revocation: the record is not settled', async () => {
      const { harness } = await held()
      harness.session.revoke([slot(harness)], 5000)
      await turns()
      expect([slot(harness).live, harness.engine.partition('orders').committed, harness.runner.trouble]).toEqual([false, 1, null])
    })

    it('ends with a stop, and with quiet', async () => {
      const { harness } = await held()
      harness.runner.quiet()
      expect(phase(harness)).toBe('idle')
      await harness.runner.drain(new Error('stop') as never)
      expect((await harness.runner.close(0)).unsettled).toBe(2)
    })

    it('ends with a seek: past the record the lane goes on', async () => {
      const { harness, consumer } = await held()
      harness.runner.lanes.of(slot(harness).slot)?.control.seek(2)
      await turns()
      expect([consumer.seen.slice(-1), slot(harness).settled, harness.runner.trouble]).toEqual([['2#1'], [2], null])
    })

    it('stays through a pause', async () => {
      const { harness } = await held()
      const control = harness.runner.lanes.of(slot(harness).slot)?.control
      control?.pause()
      control?.resume()
      await turns()
      expect(phase(harness)).toBe('held')
    })
  })
})

describe('whoever hears of a failure', () => {
  it.each(['record.retried', 'record.dead-lettered', 'record.skipped', 'policy.failed'] as const)(
    'may move the lane when %s is told',
    async (name) => {
      const seen: number[] = []
      let moved = false
      const consume = ({ offset }: ConsumerRecord): unknown => {
        seen.push(offset)
        if (moved || offset !== 1) return undefined
        return throws(new Error('no'))
      }
      const mistaken: RecoveryRule = { ...rule('skip'), matches: () => throws(new Error('bad rule')) }
      const rules = name === 'record.skipped' ? [rule('skip')] : name === 'policy.failed' ? [mistaken] : []
      const attempts = name === 'record.dead-lettered' ? 1 : 5
      const harness = sessionHarness({ create: () => ({ consume }), policy: { rules, attempts } })
      harness.emitter.on(name, () => {
        moved = true
        harness.runner.lanes.of(slot(harness).slot)?.control.seek(0)
      })
      harness.engine.append('orders', 0, 'a', 'b', 'c')
      harness.session.assign([harness.engine.partition('orders', 0)])
      await harness.clock.advance(1000)
      expect([seen, slot(harness).settled, harness.session.dropped, harness.failures]).toEqual([[0, 1, 0, 1, 2], [0, 1, 2], 0, []])
      expect(harness.runner.lanes.of(slot(harness).slot)?.context.attempt).toBe(1)
    },
  )
})
