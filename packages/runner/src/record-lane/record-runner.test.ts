import { describe, expect, it } from '@jest/globals'
import { accept, deadLetter, json, reject, release, topic, type ConsumerRecord, type ShareGroupContext } from '@samsa/contracts'
import { ShareDoors, shareHarness } from '../testing/share-harness.js'
import { turns } from '../testing/turns.js'

const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_one, index) => from + index)

describe('record lanes', () => {
  it('run no more records at once than concurrency, take no more than can start, and start the next as one ends', async () => {
    const doors = new ShareDoors()
    const { session, states } = shareHarness({ consumer: doors, concurrency: 3 })
    session.deliver(...range(8))
    await turns()
    expect([doors.offsets, session.asked, states().filter((state) => state === 'queued').length]).toEqual([[0, 1, 2], [3], 5])
    doors.at(1).open()
    await turns()
    expect([doors.offsets, states()[1], session.asked]).toEqual([[0, 2, 3], 'done', [3, 1]])
    for (const offset of [0, 2, 3]) doors.at(offset).open()
    await turns()
    expect(doors.offsets).toEqual([4, 5, 6])
  })

  it('settle what returns at once as ranges, and take many at a time then', async () => {
    const offsets: number[] = []
    const { session, states, counters } = shareHarness({ consumer: { consume: (record) => void offsets.push(record.offset) } })
    session.deliver(...range(600))
    await turns()
    expect([offsets, states().every((state) => state === 'done'), counters.settled]).toEqual([range(600), true, 600])
    expect(session.asked.slice(0, 4)).toEqual([1, 256, 256, 256])
    expect(session.settlements).toEqual(['done 1', 'done 256', 'done 256', 'done 87'])
  })

  it('take many at a time as well where promises are settled in their turn, until one is not', async () => {
    const doors = new ShareDoors()
    const consume = (record: ConsumerRecord, context: ShareGroupContext): unknown =>
      record.offset < 300 ? Promise.resolve() : doors.consume(record, context)
    const { session, states } = shareHarness({ consumer: { consume }, concurrency: 2 })
    session.deliver(...range(310))
    await turns()
    expect([session.asked.slice(0, 3), doors.offsets]).toEqual([
      [2, 256, 256],
      [300, 301],
    ])
    session.deliver(...range(10, 400))
    while (doors.waiting.length > 0 && states()[310] === 'queued') {
      for (const { open } of doors.waiting.splice(0)) open()
      await turns()
    }
    expect(session.asked.slice(3).every((asked) => asked <= 2)).toBe(true)
  })

  it('keep records that return at once and records that wait apart', async () => {
    const doors = new ShareDoors()
    const consume = (record: ConsumerRecord, context: ShareGroupContext) =>
      record.offset % 4 === 3 ? doors.consume(record, context) : undefined
    const { session, states } = shareHarness({ consumer: { consume }, concurrency: 2 })
    session.deliver(...range(12))
    await turns()
    expect([doors.offsets, states().slice(0, 8)]).toEqual([
      [3, 7],
      ['done', 'done', 'done', 'taken', 'done', 'done', 'done', 'taken'],
    ])
    doors.at(3).open()
    await turns()
    expect([doors.offsets, states().slice(8)]).toEqual([
      [7, 11],
      ['done', 'done', 'done', 'taken'],
    ])
  })

  it('start records nearest their limit first, as they were taken', async () => {
    const doors = new ShareDoors()
    const { session } = shareHarness({ consumer: doors, concurrency: 2 })
    session.deliver(0, 1, { offset: 2, deliveryCount: 3 }, { offset: 3, deliveryCount: 4 })
    await turns()
    expect(doors.waiting.map(({ offset, context }) => [offset, context.deliveryCount])).toEqual([
      [2, 3],
      [3, 4],
    ])
  })

  it('let go of the event loop when its turn is over', async () => {
    const started: number[] = []
    const harness = shareHarness({
      consumer: {
        consume: (record) => {
          started.push(record.offset)
          harness.clock.block(6)
        },
      },
    })
    harness.session.deliver(...range(4))
    harness.runner.ready()
    expect(started.length).toBe(2)
    await turns()
    expect(started.length).toBe(4)
  })

  it('give each record its own context values, and a signal that does not outlive it', async () => {
    const doors = new ShareDoors()
    const { session, clock } = shareHarness({ consumer: doors })
    session.deliver(0)
    await clock.advance(10)
    session.deliver({ offset: 1, deliveryCount: 2 })
    await turns()
    const first = doors.at(0)
    const signal = first.context.signal
    expect([first.context.attempt, first.context.deliveryCount, first.context.group, first.context.lockedUntil]).toEqual([
      1,
      1,
      'thumbnails',
      clock.wall() + 29_990,
    ])
    first.open()
    await turns()
    const second = doors.at(1)
    expect([second.context.deliveryCount, second.context.lockedUntil, second.context.signal === signal]).toEqual([
      2,
      clock.wall() + 30_000,
      false,
    ])
  })

  it('tell record.handled only while somebody listens', async () => {
    const handled: number[] = []
    const harness = shareHarness({
      consumer: { consume: (record) => (record.offset % 2 === 0 ? undefined : Promise.resolve(accept)) },
      concurrency: 4,
    })
    const leave = harness.emitter.on('record.handled', ({ offset }) => void handled.push(offset))
    harness.session.deliver(...range(4))
    await turns()
    leave()
    harness.session.deliver(...range(4, 4))
    await turns()
    expect([handled.toSorted((one, other) => one - other), harness.counters.settled]).toEqual([[0, 1, 2, 3], 8])
  })
})

describe('outcomes', () => {
  it.each(['at once', 'later'] as const)('returned %s become acknowledgements and events', async (when) => {
    const ends: Record<number, () => unknown> = {
      0: () => undefined,
      1: () => accept,
      2: () => release('no capacity'),
      3: () => reject('unsupported'),
      4: () => deadLetter('needs a person'),
      5: () => {
        throw new Error('broken')
      },
      6: () => 42,
    }
    const consume = (record: ConsumerRecord): unknown =>
      when === 'at once' ? ends[record.offset]?.() : Promise.resolve().then(ends[record.offset])
    const { session, states, named, counters } = shareHarness({ consumer: { consume }, concurrency: 3 })
    session.deliver(...range(7))
    await turns(20)
    expect(states()).toEqual(['done', 'done', 'release', 'reject', 'done', 'taken', 'taken'])
    expect(named('record.released').map(({ offset, cause, records, deliveryCount }) => [offset, cause, records, deliveryCount])).toEqual([
      [2, 'returned', 1, 1],
    ])
    expect(named('record.rejected').map(({ offset, reason }) => [offset, reason])).toEqual([[3, 'unsupported']])
    expect(named('record.dead-lettered').map(({ offset, cause, reason, attempt }) => [offset, cause, reason, attempt])).toEqual([
      [4, 'dead-letter', 'needs a person', 1],
    ])
    expect(
      named('record.retried').map(({ offset, cause, records, attempt, delayMs }) => [offset, cause, records, attempt, delayMs]),
    ).toEqual([
      [5, 'thrown', 1, 1, 250],
      [6, 'invalid-outcome', 1, 1, 250],
    ])
    expect(named('record.retried')[1]?.reason).toContain('an outcome of a shareGroup, such as accept')
    expect(counters).toEqual({ settled: 4, rejected: 1, released: 1, skipped: 0, retried: 2, deadLettered: 1 })
  })

  it('of a record that cannot be decoded go to the dead letters, whatever attempts are left', async () => {
    const any = { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } } as const
    const source = topic('orders', { value: json(any) })
    const { session, states, named } = shareHarness({ consumer: { consume: (record) => void record.value }, source })
    session.deliver({ offset: 0, value: '{' }, { offset: 1, value: '{}' })
    await turns()
    expect([states(), named('record.dead-lettered').map(({ offset, cause }) => [offset, cause])]).toEqual([
      ['done', 'done'],
      [[0, 'deserialize']],
    ])
  })

  it('wait for serdes that have to get ready, and run again where they cannot', async () => {
    const story: string[] = []
    const raw = topic('orders').value
    let registry = false
    const prepare = (bytes: Uint8Array): Promise<void> =>
      bytes[0] === 110 && !registry ? Promise.reject(new Error('no schema')) : Promise.resolve().then(() => void story.push('ready'))
    const source = { ...topic('orders'), value: { ...raw, prepare } }
    const consume = (record: ConsumerRecord, { attempt }: ShareGroupContext): void => void story.push(`ran ${record.offset}, ${attempt}`)
    const { session, states, named, clock } = shareHarness({ consumer: { consume }, source })
    session.deliver({ offset: 0 }, { offset: 1, value: 'no' }, { offset: 2 })
    await turns()
    expect(story).toEqual(['ready', 'ran 0, 1', 'ready', 'ran 2, 1'])
    expect([states(), named('record.retried').map(({ cause, error }) => [cause, error?.code])]).toEqual([
      ['done', 'taken', 'done'],
      [['deserialize', 'SAMSA_SERDE_PREPARE']],
    ])
    registry = true
    await clock.advance(250)
    expect([states()[1], story.slice(4)]).toEqual(['done', ['ready', 'ran 1, 2']])
  })
})

describe('a timeout', () => {
  it('fires the signal; a return after it counts, a throw runs again', async () => {
    const doors = new ShareDoors()
    const { session, clock, states, named } = shareHarness({ consumer: doors, concurrency: 2, timeoutMs: 1000 })
    session.deliver(0, 1)
    await clock.advance(1500)
    expect(doors.waiting.map(({ context }) => context.signal.reason.code)).toEqual(['SAMSA_HANDLER_TIMEOUT', 'SAMSA_HANDLER_TIMEOUT'])
    doors.at(0).open()
    doors.at(1).break(new Error('aborted'))
    await turns()
    expect(states()).toEqual(['done', 'taken'])
    expect(named('handler.late').map(({ offset, outcome, signalCode, durationMs }) => [offset, outcome, signalCode, durationMs])).toEqual([
      [0, 'returned', 'SAMSA_HANDLER_TIMEOUT', 1500],
    ])
    expect(named('record.retried').map(({ offset, cause, error }) => [offset, cause, error?.code])).toEqual([
      [1, 'timeout', 'SAMSA_HANDLER_TIMEOUT'],
    ])
  })
})

describe('a handler that hangs', () => {
  it('is among what runs, with its offset, from its first turn on', async () => {
    const { session, runner, clock } = shareHarness({ consumer: new ShareDoors(), stuckAfterMs: 5000 })
    session.deliver(4)
    await clock.advance(60_000)
    expect(runner.running()).toMatchObject([{ sinceMs: 0, stuckAfterMs: 5000, topic: 'orders', partition: 0, offset: 4, hook: null }])
    expect(runner.work(session.status(), clock.now())).toMatchObject({
      inWork: 1,
      waiting: 1,
      lockEndsInMs: -30_000,
      partitions: [{ partition: 0, phase: 'working', offset: 4, runningMs: 60_000, waiting: 1 }],
    })
  })
})
