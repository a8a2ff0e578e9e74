import { describe, expect, it } from '@jest/globals'
import {
  accept,
  deadLetter,
  SamsaError,
  type ConsumerRecord,
  type RecordBatch,
  type ShareGroupContext,
  type ShareGroupOutcome,
} from '@samsa/contracts'
import { always, failing, fixed, letters } from '../testing/failing-records.js'
import { ShareDoors, shareHarness } from '../testing/share-harness.js'
import { turns } from '../testing/turns.js'

const stopped = new SamsaError('SAMSA_STOPPED', 'the worker stops')

describe('a dead letter', () => {
  it('keeps no permit, and its record is accepted when it is written', async () => {
    const harness = failing([0], { policy: { attempts: 1 } })
    harness.letters.held = true
    const { session, states, calls, clock, runner, route } = harness
    session.deliver(0, 1)
    await clock.advance(50)
    expect([states(), calls, route.use.records, runner.busy, runner.resting]).toEqual([['taken', 'done'], ['0:1', '1:1'], 0, true, false])
    expect(session.leases.map(({ doing }) => doing)).toEqual(['waiting', 'working'])
    expect(runner.work(session.status(), clock.now())).toMatchObject({
      inWork: 0,
      waiting: 1,
      lockEndsInMs: 29_950,
      partitions: [{ phase: 'writing', offset: 0, attempt: 1, retryInMs: null, runningMs: 50, waiting: 1 }],
    })
    harness.letters.answer()
    await turns()
    expect([states(), runner.resting]).toEqual([['done', 'done'], true])
    expect(harness.letters.written[0]).toMatchObject({ attempt: 1, deliveryCount: 1, firstFailedAtMs: 1e9, lastFailedAtMs: 1e9 })
    expect(harness.letters.written[0]?.raw.value).toEqual(Uint8Array.from(Buffer.from('x')))
  })

  it('knows when its record first failed, and when it last did', async () => {
    const harness = failing([0], { policy: { attempts: 3, backoff: fixed(100) } })
    harness.session.deliver(0)
    await harness.clock.advance(1000)
    expect(harness.letters.written[0]).toMatchObject({ attempt: 3, firstFailedAtMs: 1e9, lastFailedAtMs: 1e9 + 200 })
  })

  it.each([
    ['is refused at once', { failing: Infinity }],
    ['is refused late', { failing: Infinity, latencyMs: 1500 }],
    ['is never answered', { held: true }],
  ])('leaves its neighbours alone whose write %s: all of them run, no more at once than `concurrency`', async (_name, write) => {
    for (const method of ['consume', 'consumeBatch']) {
      let [inWork, most] = [0, 0]
      const ran = new Set<number>()
      const work = async (record: ConsumerRecord): Promise<ReturnType<typeof deadLetter> | undefined> => {
        most = Math.max(most, ++inWork)
        await new Promise<void>((resolve) => void harness.clock.at(harness.clock.now() + 10, resolve))
        inWork--
        ran.add(record.offset)
        return record.offset < 6 ? deadLetter('poison') : undefined
      }
      const consumeBatch = async (batch: RecordBatch<ConsumerRecord, ShareGroupOutcome>): Promise<void> => {
        await Promise.all([...batch].map(async (record) => batch.settle(record, (await work(record)) ?? accept)))
      }
      const consumer = method === 'consume' ? { consume: work } : { consumeBatch }
      const harness = shareHarness({ consumer, concurrency: 3 })
      const { session, clock, states } = harness
      const { latencyMs, ...letterOptions } = { latencyMs: 0, ...write }
      Object.assign(harness.letters, letterOptions)
      if (latencyMs > 0) harness.letters.latency = () => new Promise((resolve) => void clock.at(clock.now() + latencyMs, resolve))
      session.deliver(...[0, 1, 2].map((offset) => ({ offset, deliveryCount: 5 })), ...Array.from({ length: 20 }, (_one, at) => at + 3))
      await clock.advance(1000)
      expect([...ran].toSorted((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_one, at) => at + 3))
      expect([most, new Set(states().slice(6))]).toEqual([3, new Set(['done'])])
      await clock.advance(30_000)
      expect(states().slice(0, 6)).toEqual(['expired', 'expired', 'expired', 'release', 'release', 'release'])
      expect([harness.route.use.records, harness.failures]).toEqual([0, []])
    }
  })

  it('goes to the topic of its rule', async () => {
    const harness = failing([0], { policy: { rules: [always('deadLetter', 'broken')] } })
    harness.session.deliver(0)
    await turns()
    expect(harness.named('record.dead-lettered').map(({ target, by }) => [target, by])).toEqual([['broken', 'application']])
  })

  it('that cannot be written is written again, while nothing is settled', async () => {
    const harness = failing([0], { policy: { attempts: 1 } })
    harness.letters.failing = 2
    const { session, clock, states, named, runner } = harness
    session.deliver(0)
    await turns()
    expect([states(), session.leases[0]?.doing]).toEqual([['taken'], 'waiting'])
    expect(runner.trouble).toMatchObject({ code: 'SAMSA_DEAD_LETTER_FAILED' })
    expect(runner.work(session.status(), clock.now()).partitions).toMatchObject([
      { phase: 'unwritten', offset: 0, attempt: 1, retryInMs: 250, waiting: 1 },
    ])
    await clock.advance(250)
    expect(named('dead-letter.failed').map(({ attempt, willRetry, delayMs, target }) => [attempt, willRetry, delayMs, target])).toEqual([
      [1, true, 250, 'dlq.orders'],
      [2, true, 500, 'dlq.orders'],
    ])
    await clock.advance(500)
    expect([states(), harness.letters.offsets, session.leases[0]?.doing]).toEqual([['done'], [0], 'waiting'])
  })

  it('that cannot be written is given back when the end of the lock is near', async () => {
    const harness = failing([0], { policy: { attempts: 1 } })
    harness.letters.failing = Infinity
    const { session, clock, states, named, route } = harness
    session.deliver(0)
    await clock.advance(27_999)
    expect(states()).toEqual(['taken'])
    await clock.advance(1)
    expect([states(), named('dead-letter.failed').at(-1)?.willRetry, route.use.records]).toEqual([['release'], false, 0])
    expect(named('record.released').map(({ cause }) => cause)).toEqual(['thrown'])
    const asked = harness.letters.asked.length
    await clock.advance(60_000)
    expect(harness.letters.asked.length).toBe(asked)
  })

  it('that cannot be written at the last delivery is tried until the lock ends, then the broker archives it', async () => {
    const harness = failing([])
    harness.letters.failing = Infinity
    const { session, clock, states, named, counters, route } = harness
    session.deliver({ offset: 0, deliveryCount: 5 })
    await clock.advance(29_999)
    expect([states(), named('record.exhausted')]).toEqual([['taken'], []])
    await clock.advance(1)
    expect(named('record.exhausted').map(({ offset, becomes, attempt, error }) => [offset, becomes, attempt, error?.code])).toEqual([
      [0, 'archived', 4, 'SAMSA_DEAD_LETTER_FAILED'],
    ])
    expect([states(), named('record.released'), counters.deadLettered, route.use.records]).toEqual([['expired'], [], 0, 0])
  })

  it('is not acknowledged in time: its record is given back, and what then comes changes nothing', async () => {
    const harness = failing([0], { policy: { attempts: 1 } })
    harness.letters.held = true
    const { session, clock, states, named } = harness
    session.deliver(0)
    await clock.advance(28_000)
    expect([states(), named('dead-letter.failed').map(({ willRetry, error }) => [willRetry, error.code])]).toEqual([
      ['release'],
      [[false, 'SAMSA_DEAD_LETTER_FAILED']],
    ])
    harness.letters.answer()
    await turns()
    expect([states(), letters(harness), session.leases[0]?.settlements]).toEqual([['release'], [], 1])
  })

  it('that arrives after its record was archived is told all the same, once, and settles nothing', async () => {
    const harness = failing([])
    harness.letters.held = true
    const { session, clock, states, named, counters } = harness
    session.deliver({ offset: 0, deliveryCount: 5 })
    await clock.advance(30_000)
    expect([states(), named('record.exhausted').map(({ becomes }) => becomes), letters(harness)]).toEqual([['expired'], ['archived'], []])
    const { settlements, dropped } = session
    const before = [...settlements]
    harness.letters.answer()
    await turns()
    expect([letters(harness), counters.deadLettered]).toEqual([[[0, 4, 5, 'deliveries']], 1])
    expect([settlements, session.dropped, counters.settled]).toEqual([before, dropped, 0])
  })

  it('is written while the worker drains; one that fails then is given back', async () => {
    const harness = failing([0, 1], { policy: { attempts: 1 }, concurrency: 2 })
    harness.letters.held = true
    const { session, runner, states, named } = harness
    session.deliver(0, 1)
    await turns()
    const drained = runner.drain(stopped)
    await turns()
    expect([states(), runner.resting]).toEqual([['taken', 'taken'], false])
    harness.letters.failing = 1
    harness.letters.answer()
    await drained
    expect([states(), letters(harness), named('dead-letter.failed').map(({ willRetry }) => willRetry)]).toEqual([
      ['release', 'done'],
      [[1, 1, 1, 'thrown']],
      [false],
    ])
  })

  it('that waits for its next write is given back at a stop', async () => {
    const harness = failing([0], { policy: { attempts: 1 } })
    harness.letters.failing = 1
    harness.session.deliver(0)
    await turns()
    await harness.runner.drain(stopped)
    expect([harness.states(), harness.named('dead-letter.failed').map(({ willRetry }) => willRetry)]).toEqual([['release'], [true, false]])
  })

  it('is waited for when the session is closed, for half of the time there is', async () => {
    const harness = failing([0, 1], { policy: { attempts: 1 }, concurrency: 2 })
    harness.letters.held = true
    const { session, runner, states, clock } = harness
    session.deliver(0, 1)
    await turns()
    const closed = runner.close(clock.now() + 1000)
    await clock.advance(400)
    expect([states(), session.state]).toEqual([['taken', 'taken'], 'joined'])
    harness.letters.answer()
    expect([await closed, states()]).toEqual([{ unsettled: 0, unanswered: 0, hung: false }, ['done', 'done']])
    const late = failing([0], { policy: { attempts: 1 } })
    late.letters.held = true
    late.session.deliver(0)
    await turns()
    const lateClosed = late.runner.close(late.clock.now() + 1000)
    await late.clock.advance(500)
    expect([await lateClosed, late.states()]).toEqual([{ unsettled: 0, unanswered: 0, hung: false }, ['release']])
  })

  it('saves records at their last delivery that nobody could start, queued or taken', async () => {
    const doors = new ShareDoors()
    const consume = (record: ConsumerRecord, context: ShareGroupContext): unknown =>
      record.offset === 0 ? undefined : doors.consume(record, context)
    const harness = shareHarness({ consumer: { consume }, policy: { afterDeliveries: 5 } })
    const { session, clock, states, named } = harness
    session.deliver(...[0, 1, 2, 3].map((offset) => ({ offset, deliveryCount: 5 })))
    session.deliver(...[10, 11].map((offset) => ({ offset, deliveryCount: 5 })), 12)
    await clock.advance(28_000)
    // what was taken when the end came near is let go of by a release, which archives it
    expect([doors.offsets, states()]).toEqual([[1], ['done', 'taken', 'release', 'release', 'done', 'done', 'given-back']])
    expect(letters(harness)).toEqual([
      [2, 4, 5, 'starved'],
      [3, 4, 5, 'starved'],
      [10, 4, 5, 'starved'],
      [11, 4, 5, 'starved'],
    ])
    expect([named('record.starved'), session.dropped]).toEqual([[], 0])
  })

  it('that cannot save a record is told as starved', async () => {
    const harness = shareHarness({ consumer: new ShareDoors(), policy: { afterDeliveries: 5 } })
    harness.letters.failing = Infinity
    harness.session.deliver({ offset: 0, deliveryCount: 5 }, { offset: 1, deliveryCount: 5 })
    await harness.clock.advance(30_000)
    expect(harness.named('record.starved').map(({ offset }) => offset)).toEqual([1])
    expect(harness.named('record.exhausted').map(({ offset }) => offset)).toEqual([0])
  })

  it('of the broker is a reject, and an event with its id', async () => {
    const harness = failing([0], { policy: { attempts: 1, deadLetter: 'broker' }, brokerTopic: 'dlq.images' })
    harness.session.deliver(0)
    await turns()
    expect([harness.states(), harness.letters.asked, harness.counters]).toMatchObject([
      ['reject'],
      [],
      { settled: 1, rejected: 1, deadLettered: 1 },
    ])
    expect(harness.named('record.dead-lettered')).toMatchObject([
      { by: 'broker', target: 'dlq.images', targetPartition: null, targetOffset: null, id: 'default/thumbnails/orders/0/0@0', attempt: 1 },
    ])
    expect(harness.named('record.rejected')).toEqual([])
  })

  it('is what a class returns, whatever attempts are left', async () => {
    const harness = shareHarness({ consumer: { consume: () => Promise.resolve(deadLetter('by hand')) } })
    harness.session.deliver(0)
    await turns()
    expect(letters(harness)).toEqual([[0, 1, 1, 'dead-letter']])
  })

  it('ends once, whoever hears of it and ends the session', async () => {
    const quieted = failing([0, 1], { policy: { attempts: 1 }, concurrency: 2 })
    quieted.letters.failing = Infinity
    quieted.emitter.on('dead-letter.failed', ({ willRetry }) => willRetry || quieted.runner.quiet())
    quieted.session.deliver(0, 1)
    await quieted.clock.advance(28_000)
    expect([quieted.states(), quieted.session.leases.map(({ settlements }) => settlements)]).toEqual([
      ['release', 'release'],
      [1, 1],
    ])
    expect([quieted.named('record.released').length, quieted.route.use.records]).toEqual([2, 0])
    const cut = failing([0, 1], { policy: { attempts: 1 }, concurrency: 2 })
    cut.emitter.on('record.dead-lettered', () => cut.runner.cutOff(stopped))
    cut.session.deliver(0, 1)
    await turns()
    expect([cut.states(), cut.session.settlements, cut.failures, cut.route.use.records]).toEqual([
      ['done', 'release'],
      ['done 1', 'release 1'],
      [],
      0,
    ])
  })
})
