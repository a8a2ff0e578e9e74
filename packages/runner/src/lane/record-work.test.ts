import { describe, expect, it } from '@jest/globals'
import { deadLetter, handled, retry, skip, topic, type Serde } from '@samsa/contracts'
import { Doors } from '../testing/doors.js'
import { sessionHarness, type HarnessOptions, type SessionHarness, type TestConsumer } from '../testing/session-harness.js'
import { turns, until } from '../testing/turns.js'

async function start(consumer: TestConsumer, records: readonly string[], options: Partial<HarnessOptions> = {}): Promise<SessionHarness> {
  const harness = sessionHarness({ create: () => consumer, ...options })
  harness.engine.append('orders', 0, ...records)
  harness.session.join()
  harness.session.assign([harness.engine.partition('orders', 0)])
  await turns()
  return harness
}
const slot = (harness: SessionHarness) => harness.session.slots.at(-1) as SessionHarness['session']['slots'][number]
const abc = ['a', 'b', 'c'] as const

const throwing = (thrown: unknown) => (): never => {
  throw thrown
}

describe('a lane', () => {
  it('runs records in offset order and settles neighbours as one range', async () => {
    const seen: number[] = []
    const harness = await start({ consume: (record) => void seen.push(record.offset) }, Array(2500).fill('x'))
    await until(() => slot(harness).atEnd)
    expect(seen).toEqual(Array.from({ length: 2500 }, (_, index) => index))
    expect(harness.session.gaps).toBe(0)
  })

  it('awaits a promise before the next record, and settles at the end of the turn', async () => {
    const doors = new Doors()
    const harness = await start({ consume: doors.consume }, abc)
    expect([doors.waiting.length, slot(harness).settled]).toEqual([1, []])
    doors.next().open()
    await turns()
    expect([doors.waiting.length, doors.waiting[0]?.offset, slot(harness).settled]).toEqual([1, 1, [0]])
  })

  it('takes handled for nothing', async () => {
    const harness = await start({ consume: (record) => (record.offset === 1 ? Promise.resolve(handled) : handled) }, abc)
    expect(slot(harness).settled).toEqual([0, 1, 2])
  })

  it('keeps the rest of the event loop alive by time, not by record', async () => {
    const harness = sessionHarness({ create: () => ({ consume: () => harness.clock.block(4) }) })
    harness.engine.append('orders', 0, ...Array<string>(50).fill('x'))
    harness.session.assign([harness.engine.partition('orders', 0)])
    let turned = 0
    while (!slot(harness).atEnd || turned < 3) {
      turned++
      await turns(1)
    }
    expect(turned).toBeGreaterThan(12)
    expect(harness.session.gaps).toBe(0)
  })

  it.each([
    ['a throw', throwing(new Error('no')), 'no'],
    ['a throw of undefined', throwing(undefined), 'undefined'],
    ['a rejection', async () => throwing(new TypeError('bad'))(), 'bad'],
    ['a rejection with a string', async () => throwing('text')(), 'text'],
  ] as const)('runs again in place after %s, with backoff, while its partition waits', async (_name, fail, reason) => {
    const seen: string[] = []
    const harness = await start(
      {
        consume: (record, context) => {
          seen.push(`${record.offset}#${context.attempt}`)
          return record.offset === 1 && context.attempt < 4 ? fail() : undefined
        },
      },
      abc,
    )
    expect([seen, slot(harness).settled]).toEqual([['0#1', '1#1'], [0]])
    await harness.clock.advance(249)
    expect(seen).toHaveLength(2)
    await harness.clock.advance(1)
    expect(seen).toHaveLength(3)
    await harness.clock.advance(1500)
    expect(seen).toEqual(['0#1', '1#1', '1#2', '1#3', '1#4', '2#1'])
    expect(slot(harness).settled).toEqual([0, 1, 2])
    expect(
      harness.named('record.retried').map(({ offset, attempt, delayMs, cause, reason: why }) => [offset, attempt, delayMs, cause, why]),
    ).toEqual([
      [1, 1, 250, 'thrown', reason],
      [1, 2, 500, 'thrown', reason],
      [1, 3, 1000, 'thrown', reason],
    ])
    expect(harness.named('record.retried')[0]?.error?.code).toBe('SAMSA_HANDLER_FAILED')
  })

  it('does what outcomes say', async () => {
    const results = [skip('not ours'), retry('later', { after: '5s' }), deadLetter('poison'), 42, undefined]
    const harness = await start({ consume: (record, context) => (context.attempt === 1 ? results[record.offset] : undefined) }, [
      ...abc,
      'd',
      'e',
    ])
    expect(slot(harness).settled).toEqual([0])
    await harness.clock.advance(4999)
    expect(slot(harness).settled).toEqual([0])
    await harness.clock.advance(1)
    expect(slot(harness).settled).toEqual([0, 1, 2])
    expect(harness.letters.offsets).toEqual([2])
    await harness.clock.advance(250)
    expect(slot(harness).settled).toEqual([0, 1, 2, 3, 4])
    expect(harness.named('record.skipped').map(({ offset, reason }) => [offset, reason])).toEqual([[0, 'not ours']])
    expect(harness.named('record.retried').map(({ offset, cause, delayMs, error }) => [offset, cause, delayMs, error?.code])).toEqual([
      [1, 'returned', 5000, undefined],
      [3, 'invalid-outcome', 250, 'SAMSA_OUTCOME_INVALID'],
    ])
  })

  it('knows an undecodable value by its own cause, also when the handler lets it pass', async () => {
    const broken: Serde<string> = {
      serialize: (value) => value,
      deserialize: () => {
        throw new Error('not mine')
      },
    }
    const harness = await start({ consume: async (record) => void record.value }, ['a'], { source: topic('orders', { value: broken }) })
    expect(harness.named('record.dead-lettered').map(({ cause, error, attempt }) => [cause, error?.code, attempt])).toEqual([
      ['deserialize', 'SAMSA_DESERIALIZE', 1],
    ])
    expect(harness.named('record.retried')).toEqual([])
  })

  it('waits for a serde that prepares, and retries it with backoff', async () => {
    let ready = 0
    const seen: unknown[] = []
    const slow: Serde<string> = {
      serialize: (value) => value,
      deserialize: (bytes) => Buffer.from(bytes).toString(),
      prepare: (bytes) => {
        const text = Buffer.from(bytes).toString()
        if (text === 'a') return undefined
        return ++ready < 3 ? Promise.reject(new Error('registry is away')) : Promise.resolve()
      },
    }
    const harness = await start({ consume: (record) => void seen.push(record.value) }, ['a', 'b', 'c'], {
      source: topic('orders', { value: slow }),
    })
    expect(seen).toEqual(['a'])
    await harness.clock.advance(750)
    expect([seen, ready]).toEqual([['a', 'b', 'c'], 4])
    expect(harness.named('record.retried').map(({ offset, cause, error }) => [offset, cause, error?.code])).toEqual([
      [1, 'deserialize', 'SAMSA_SERDE_PREPARE'],
      [1, 'deserialize', 'SAMSA_SERDE_PREPARE'],
    ])
  })

  it('tells record.handled one by one only while somebody listens', async () => {
    const harness = await start({ consume: () => undefined }, abc)
    const seen: number[] = []
    const off = harness.emitter.on('record.handled', (event) => seen.push(event.offset))
    harness.engine.append('orders', 0, 'd', 'e')
    await turns()
    off()
    harness.engine.append('orders', 0, 'f')
    await turns()
    expect([seen, slot(harness).settled.length]).toEqual([[3, 4], 6])
  })
})
