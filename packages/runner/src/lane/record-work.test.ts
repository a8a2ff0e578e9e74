import { describe, expect, it } from '@jest/globals'
import { deadLetter, handled, retry, skip, topic, type ConsumerGroupContext, type ConsumerRecord, type Serde } from '@samsa/contracts'
import { sessionHarness, type HarnessOptions, type SessionHarness, type TestConsumer } from '../testing/session-harness.js'
import { turns, until } from '../testing/turns.js'

/** Handlers that end when the test says so. */
class Doors {
  readonly waiting: { offset: number; context: ConsumerGroupContext; open: (result?: unknown) => void; break: (error: unknown) => void }[] =
    []
  readonly consume = (record: ConsumerRecord, context: ConsumerGroupContext): Promise<unknown> =>
    new Promise((resolve, reject) => this.waiting.push({ offset: record.offset, context, open: resolve, break: reject }))
  next(): Doors['waiting'][number] {
    const door = this.waiting.shift()
    if (door === undefined) throw new Error('nobody waits')
    return door
  }
}

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

  it('takes handled for nothing, and thenables for promises', async () => {
    const harness = await start(
      { consume: (record) => (record.offset === 1 ? { then: (done: (value: unknown) => void) => done(handled) } : handled) },
      abc,
    )
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
    [
      'a throw',
      () => {
        throw new Error('no')
      },
      'no',
    ],
    [
      'a throw of undefined',
      () => {
        throw undefined
      },
      'undefined',
    ],
    ['a rejection', () => Promise.reject(new TypeError('bad')), 'bad'],
    ['a rejection with a string', () => Promise.reject('text'), 'text'],
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
    expect(slot(harness).settled).toEqual([0, 1])
    await harness.clock.advance(500)
    expect(slot(harness).settled).toEqual([0, 1, 2, 3, 4])
    expect(harness.named('record.skipped').map(({ offset, reason }) => [offset, reason])).toEqual([[0, 'not ours']])
    expect(harness.named('record.retried').map(({ offset, cause, delayMs, error }) => [offset, cause, delayMs, error?.code])).toEqual([
      [1, 'returned', 5000, undefined],
      [2, 'dead-letter', 250, 'SAMSA_DEAD_LETTER'],
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
    expect(harness.named('record.retried').map(({ cause, error }) => [cause, error?.code])).toEqual([['deserialize', 'SAMSA_DESERIALIZE']])
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

describe('timeout', () => {
  const route = { timeoutMs: 1000 }

  it('fires the signal; a throw after it is a failure of its own cause', async () => {
    const doors = new Doors()
    const harness = await start({ consume: doors.consume }, abc, { route })
    const door = doors.next()
    const { signal } = door.context
    await harness.clock.advance(999)
    expect(signal.aborted).toBe(false)
    await harness.clock.advance(1)
    expect(signal.reason).toMatchObject({ code: 'SAMSA_HANDLER_TIMEOUT' })
    door.break(signal.reason)
    await turns()
    expect(harness.named('record.retried').map(({ cause, offset }) => [cause, offset])).toEqual([['timeout', 0]])
    await harness.clock.advance(250)
    expect(doors.next().context.signal.aborted).toBe(false)
  })

  it('lets a normal return count, and tells that it was late', async () => {
    const doors = new Doors()
    const harness = await start({ consume: doors.consume }, abc, { route })
    await harness.clock.advance(1500)
    doors.next().open()
    await turns()
    expect(slot(harness).settled).toEqual([0])
    expect(harness.named('handler.late').map(({ signalCode, outcome, durationMs }) => [signalCode, outcome, durationMs])).toEqual([
      ['SAMSA_HANDLER_TIMEOUT', 'returned', 1500],
    ])
    expect(doors.next().context.signal.aborted).toBe(false)
  })

  it('measures each record alone, with one timer for all', async () => {
    const doors = new Doors()
    const harness = await start({ consume: doors.consume }, abc, { route })
    await harness.clock.advance(700)
    doors.next().open()
    await harness.clock.advance(700)
    expect([doors.waiting[0]?.context.signal.aborted, harness.runner.due.size]).toEqual([false, 1])
    await harness.clock.advance(300)
    expect(doors.waiting[0]?.context.signal.aborted).toBe(true)
  })
})

describe('context.partition', () => {
  it('pauses after the record in work and resumes where it was', async () => {
    const seen: number[] = []
    let control: ConsumerGroupContext['partition'] | undefined
    const harness = await start(
      {
        consume: (record, context) => {
          seen.push(record.offset)
          control = context.partition
          if (record.offset === 1) context.partition.pause()
        },
      },
      abc,
    )
    expect([seen, slot(harness).settled, slot(harness).held]).toEqual([[0, 1], [0, 1], true])
    control?.resume()
    await turns()
    expect([seen, slot(harness).settled, slot(harness).held, control?.number, control?.position()]).toEqual([
      [0, 1, 2],
      [0, 1, 2],
      false,
      0,
      3,
    ])
  })

  it.each(['synchronously', 'after waiting'] as const)(
    'seeks %s: the record in work is not settled, the lane goes on under a new slot',
    async (how) => {
      const seen: number[] = []
      const harness = await start(
        {
          consume: (record, context) => {
            seen.push(record.offset)
            if (seen.length !== 2) return undefined
            if (how === 'synchronously') return context.partition.seek(0)
            return Promise.resolve().then(() => context.partition.seek(0))
          },
        },
        abc,
      )
      await turns()
      expect(seen).toEqual([0, 1, 0, 1, 2])
      expect(harness.session.slots.map(({ settled }) => settled)).toEqual([[0], [0, 1, 2]])
      expect(harness.session.dropped).toBe(0)
      expect(harness.named('position.moved').map(({ from, to, cause }) => [from, to, cause])).toEqual([[1, 0, 'seek']])
    },
  )

  it('counts no failure of a handler that moved the position and then threw', async () => {
    let sought = false
    const harness = await start(
      {
        consume: (_record, context) => {
          if (sought) return
          sought = true
          context.partition.seek(2)
          throw new Error('gone')
        },
      },
      abc,
    )
    expect([slot(harness).settled, harness.named('record.retried').length, harness.log.lines.map(({ level }) => level)]).toEqual([
      [2],
      0,
      ['warn'],
    ])
  })

  it('refuses offsets that are none', async () => {
    const harness = await start({ consume: (_record, context) => context.partition.seek(-1) }, ['a'])
    expect(harness.named('record.retried').map(({ error }) => error?.code)).toEqual(['SAMSA_OPTION_INVALID'])
  })
})

describe('hold-back', () => {
  it('holds a slow lane, lets others go on, and takes nothing twice', async () => {
    const doors = new Doors()
    const fast: number[] = []
    const harness = sessionHarness({
      create: () => ({
        consume: (record, context) => (record.partition === 0 ? doors.consume(record, context) : void fast.push(record.offset)),
      }),
    })
    const { engine, session } = harness
    engine.append('orders', 0, ...Array<string>(5000).fill('x'))
    engine.append('orders', 1, ...Array<string>(5000).fill('x'))
    const slots = session.assign([engine.partition('orders', 0), engine.partition('orders', 1)])
    await until(() => fast.length === 5000)
    expect([slots[0]?.held, slots[1]?.held, (slots[0]?.next ?? 0) <= 3000]).toEqual([true, false, true])
    for (let done = 0; done < 5000; done++) {
      await until(() => doors.waiting.length > 0)
      doors.next().open()
    }
    await until(() => slots[0]?.atEnd === true)
    expect(slots[0]?.settled).toEqual(Array.from({ length: 5000 }, (_, offset) => offset))
  })

  it('counts bytes as well', async () => {
    const doors = new Doors()
    const harness = await start({ consume: doors.consume }, Array(10).fill('x'.repeat(40_000)), { bufferBytes: 1 })
    expect(slot(harness).held).toBe(true)
  })
})

describe('permits', () => {
  it('keeps to the concurrency of the route and serves every lane', async () => {
    const { Permits } = await import('./permits.js')
    const doors = new Doors()
    const harness = sessionHarness({ create: () => ({ consume: doors.consume }), route: { permits: new Permits(2) } })
    const partitions = [0, 1, 2, 3].map((partition) => harness.engine.partition('orders', partition))
    for (const { partition } of partitions) harness.engine.append('orders', partition, ...abc)
    harness.session.assign(partitions)
    await turns()
    for (let done = 0; done < 12; done++) {
      expect(doors.waiting.length).toBe(Math.min(2, 12 - done))
      await harness.clock.advance(20)
      doors.next().open()
      await turns()
    }
    expect(harness.session.slots.every((one) => one.atEnd)).toBe(true)
    expect(harness.session.gaps).toBe(0)
  })
})
