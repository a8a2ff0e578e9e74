import { describe, expect, it } from '@jest/globals'
import type { ConsumerGroupContext } from '@samsa/contracts'
import { Doors } from '../testing/doors.js'
import { sessionHarness, type HarnessOptions, type SessionHarness, type TestConsumer } from '../testing/session-harness.js'
import { turns, until } from '../testing/turns.js'
import { Permits } from './permits.js'

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

describe('a seek', () => {
  it('lets go of a slot that was held because the lane was full', async () => {
    const doors = new Doors()
    const harness = await start({ consume: doors.consume }, Array(4000).fill('x'))
    expect(slot(harness).held).toBe(true)
    const door = doors.next()
    door.context.partition.seek(3999)
    door.open()
    await turns()
    doors.next().open()
    await turns()
    expect([slot(harness).settled, slot(harness).held]).toEqual([[3999], false])
  })

  it('keeps a pause', async () => {
    const doors = new Doors()
    const harness = await start({ consume: doors.consume }, abc)
    const { context, open } = doors.next()
    context.partition.pause()
    context.partition.seek(2)
    open()
    await turns()
    expect([slot(harness).held, doors.waiting.length]).toEqual([true, 0])
    context.partition.resume()
    await turns()
    expect(doors.waiting.map(({ offset }) => offset)).toEqual([2])
  })

  it('counts, and so does a timeout, where the handler pauses and resumes after it', async () => {
    const seen: string[] = []
    const harness = sessionHarness({
      create: () => ({
        consume: async ({ offset }, { partition, signal }) => {
          seen.push(`${offset}${signal.aborted ? ' aborted' : ''}`)
          if (seen.length === 1) await harness.clock.advance(100)
          if (seen.length === 3) partition.seek(0)
          partition.pause()
          partition.resume()
        },
      }),
      route: { timeoutMs: 100 },
    })
    harness.engine.append('orders', 0, ...abc)
    harness.session.assign([harness.engine.partition('orders', 0)])
    await until(() => slot(harness).atEnd)
    expect([seen, harness.named('handler.late').map(({ offset }) => offset)]).toEqual([['0', '1', '2', '0', '1', '2'], [0]])
  })

  it('ends a backoff, also from outside of a call', async () => {
    let control: ConsumerGroupContext['partition'] | undefined
    const seen: number[] = []
    const harness = await start(
      {
        consume: (record, context) => {
          seen.push(record.offset)
          control = context.partition
          return record.offset === 0 ? Promise.reject(new Error('no')) : undefined
        },
      },
      abc,
    )
    control?.seek(1)
    await turns()
    expect([seen, slot(harness).settled, harness.runner.due.size]).toEqual([[0, 1, 2], [1, 2], 0])
  })
})

describe('permits', () => {
  it('keeps to the concurrency of the route and serves every lane', async () => {
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

describe('a mistake of ours', () => {
  it('ends its group, also where it comes out of a timer', async () => {
    let calls = 0
    const consume = (): void => {
      if (++calls === 1) throw new Error('no')
    }
    const harness = await start({ consume }, abc)
    const { work } = harness.runner.lanes.of(slot(harness).slot) as unknown as { work: { runNow: () => never } }
    work.runNow = () => {
      throw new Error('wrong')
    }
    await harness.clock.advance(60_000)
    expect(harness.failures).toMatchObject([{ code: 'SAMSA_GROUP_FAILED', message: 'a mistake in the runner: wrong' }])
  })
})
