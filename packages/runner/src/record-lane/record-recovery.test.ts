import { describe, expect, it } from '@jest/globals'
import { release, SamsaError, type ConsumerRecord, type ShareGroupContext } from '@samsa/contracts'
import { always, failing, fixed, letters } from '../testing/failing-records.js'
import { ShareDoors, shareHarness } from '../testing/share-harness.js'
import { turns } from '../testing/turns.js'

const stopped = new SamsaError('SAMSA_STOPPED', 'the worker stops')

describe('a record that fails', () => {
  it('runs again within its lock, with backoff, and then goes to the dead letters: its neighbours run once', async () => {
    const harness = failing([1])
    const { session, clock, states, calls, named, counters } = harness
    session.deliver(0, 1, 2)
    await turns()
    expect([calls, states(), session.leases[1]?.doing]).toEqual([['0:1', '1:1', '2:1'], ['done', 'taken', 'done'], 'waiting'])
    await clock.advance(3750)
    expect(named('record.retried').map(({ attempt, delayMs }) => [attempt, delayMs])).toEqual([
      [1, 250],
      [2, 500],
      [3, 1000],
      [4, 2000],
    ])
    expect([calls.slice(3), states()]).toEqual([
      ['1:2', '1:3', '1:4', '1:5'],
      ['done', 'done', 'done'],
    ])
    expect([letters(harness), session.leases[1]?.doing]).toEqual([[[1, 5, 1, 'thrown']], 'waiting'])
    expect(counters).toMatchObject({ settled: 3, deadLettered: 1, retried: 4, released: 0, rejected: 0 })
  })

  it('counts deliveries before this one as attempts', async () => {
    const harness = failing([0], { policy: { attempts: 4, backoff: fixed(10) } })
    harness.session.deliver({ offset: 0, deliveryCount: 3 })
    await harness.clock.advance(100)
    expect([harness.calls, letters(harness)]).toEqual([['0:3', '0:4'], [[0, 4, 3, 'thrown']]])
  })

  it('gives its permit back while it waits, and runs again before anything new', async () => {
    const doors = new ShareDoors()
    const { session, clock, states } = shareHarness({ consumer: doors })
    session.deliver(0, 1, 2)
    await turns()
    doors.at(0).break(new Error('no'))
    await turns()
    expect([doors.offsets, states()]).toEqual([[1], ['taken', 'taken', 'queued']])
    await clock.advance(1000)
    expect(doors.offsets).toEqual([1])
    doors.at(1).open()
    await turns()
    const again = doors.at(0)
    expect([again.context.attempt, session.leases[0]?.doing, states()]).toEqual([2, 'working', ['taken', 'done', 'queued']])
    again.open()
    await turns()
    expect([doors.offsets, states()]).toEqual([[2], ['done', 'done', 'taken']])
  })

  it('is given back where its backoff is longer than half its lock', async () => {
    const { session, states, named, calls } = failing([0], { policy: { backoff: fixed(15_001) } })
    session.deliver(0)
    await turns()
    expect([states(), calls, named('record.released').map(({ cause, reason }) => [cause, reason])]).toEqual([
      ['release'],
      ['0:1'],
      [['thrown', 'no']],
    ])
  })

  it('is not run where it was delivered more often than it is to be', async () => {
    const harness = failing([], { concurrency: 2, policy: { afterDeliveries: 2 } })
    harness.session.deliver({ offset: 0, deliveryCount: 3 }, 1, { offset: 2, deliveryCount: 2 }, { offset: 3, deliveryCount: 4 })
    await turns()
    expect([harness.calls.toSorted(), letters(harness), harness.states()]).toEqual([
      ['1:1', '2:2'],
      [
        [0, 2, 3, 'deliveries'],
        [3, 3, 4, 'deliveries'],
      ],
      ['done', 'done', 'done', 'done'],
    ])
    expect(harness.named('record.dead-lettered')[0]?.error).toMatchObject({ code: 'SAMSA_DELIVERIES' })
    expect(harness.letters.asked[0]).toMatchObject({ attempt: 2, deliveryCount: 3, topic: null })
  })

  it('whose class returns release is given back, in its last run delivery dead-lettered', async () => {
    const harness = shareHarness({ consumer: { consume: () => release('busy') } })
    harness.session.deliver({ offset: 0, deliveryCount: 3 }, { offset: 1, deliveryCount: 4 })
    await turns()
    expect([harness.states(), letters(harness)]).toEqual([['release', 'done'], [[1, 4, 4, 'returned']]])
  })

  it('says what its rule or its own backoff threw', async () => {
    const fault = (): never => {
      throw new Error('a mistake')
    }
    const { session, named } = failing([0], { policy: { rules: [{ matches: fault, action: 'stop', topic: null }], ownBackoff: fault } })
    session.deliver(0)
    await turns()
    expect(named('policy.failed').map(({ offset, error }) => [offset, error.code])).toEqual([
      [0, 'SAMSA_POLICY_FAILED'],
      [0, 'SAMSA_POLICY_FAILED'],
    ])
    expect(named('record.retried').map(({ delayMs }) => delayMs)).toEqual([250])
  })
})

describe('a record that waits for its next run', () => {
  it('is given back when the end of its lock is near', async () => {
    const { session, clock, states, named, calls } = failing([0], { policy: { attempts: 9, afterDeliveries: 4, backoff: fixed(10_000) } })
    session.deliver(0)
    await clock.advance(28_000)
    expect([calls, states()]).toEqual([['0:1', '0:2', '0:3'], ['release']])
    expect(named('record.released').map(({ offset, cause, deliveryCount }) => [offset, cause, deliveryCount])).toEqual([[0, 'thrown', 1]])
    await clock.advance(30_000)
    expect([calls.length, named('lease.expired'), named('handler.late')]).toEqual([3, [], []])
  })

  it('is given back at once where whoever hears of it quiets the worker', async () => {
    for (const method of ['consume', 'consumeBatch']) {
      const consumer = { [method]: () => Promise.reject(new Error('no')) }
      const harness = shareHarness({ consumer, policy: { attempts: 4, backoff: fixed(10_000) }, concurrency: 10 })
      const { session, runner, states, emitter } = harness
      emitter.on('record.retried', () => runner.quiet())
      session.deliver(0, 1, { offset: 2, deliveryCount: 2 }, { partition: 1, offset: 5 })
      await turns()
      expect([states(), runner.resting]).toEqual([['release', 'release', 'release', 'release'], true])
    }
  })

  it('is given back where whoever hears of it cuts the worker off, whatever was decided', async () => {
    for (const attempts of [1, 4]) {
      const harness = failing([0, 1], { policy: { attempts, rules: [{ matches: () => JSON.parse('{'), action: 'stop', topic: null }] } })
      harness.emitter.on('policy.failed', () => harness.runner.cutOff(stopped))
      harness.session.deliver(0, 1)
      await turns()
      expect([harness.states(), harness.letters.written.length, harness.runner.due.size]).toEqual([
        ['release', 'queued'],
        attempts === 1 ? 1 : 0,
        0,
      ])
      expect([harness.session.leases[0]?.settlements, harness.route.use.records, letters(harness)]).toEqual([1, 0, []])
    }
  })

  it('is not started by a permit that comes free as the end of its lock is near', async () => {
    const calls: string[] = []
    const consume = (record: ConsumerRecord, { attempt, signal }: ShareGroupContext): unknown => {
      calls.push(`${record.offset}:${attempt}`)
      if (record.offset === 1) return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      throw new Error('no')
    }
    const harness = shareHarness({ consumer: { consume }, policy: { attempts: 3, backoff: fixed(100) }, concurrency: 1 })
    const { session, clock, states } = harness
    session.deliver(0, 1)
    // 1 works: 0 has no permit to run again
    await clock.advance(27_999)
    expect([calls, states()]).toEqual([
      ['0:1', '1:1'],
      ['taken', 'taken'],
    ])
    await clock.advance(1)
    expect([calls.length, states()]).toEqual([2, ['release', 'release']])
  })

  it('is dead-lettered in the rest of its lock where it was its last delivery, and then let go of', async () => {
    const doors = new ShareDoors()
    const harness = shareHarness({ consumer: doors, policy: { attempts: 99, afterDeliveries: 5, backoff: fixed(10_000) } })
    harness.session.deliver({ offset: 0, deliveryCount: 5 }, 1)
    await turns()
    doors.at(0).break(new Error('no'))
    await harness.clock.advance(27_999)
    expect([harness.states(), doors.offsets]).toEqual([['taken', 'taken'], [1]])
    await harness.clock.advance(1)
    expect([harness.states(), letters(harness), harness.session.dropped]).toEqual([['release', 'taken'], [[0, 5, 5, 'thrown']], 0])
  })

  it('is given back at a stop, and dead-lettered in the last delivery in which it is run', async () => {
    const harness = failing([0, 1], { policy: { attempts: 9, backoff: fixed(5000) } })
    const { session, runner, states, named } = harness
    session.deliver(0, { offset: 1, deliveryCount: 4 })
    await turns()
    expect([states(), runner.resting, runner.busy]).toEqual([['taken', 'taken'], false, false])
    await runner.drain(stopped)
    expect([states(), letters(harness), runner.due.size]).toEqual([['release', 'done'], [[1, 4, 4, 'thrown']], 0])
    expect(named('record.released').map(({ offset, cause }) => [offset, cause])).toEqual([[0, 'thrown']])
    expect(await runner.close(Infinity)).toMatchObject({ unsettled: 0 })
  })

  it('is not run any more once the worker is quiet', async () => {
    const doors = new ShareDoors()
    const { session, runner, states, clock, named } = shareHarness({ consumer: doors })
    session.deliver(0)
    await turns()
    runner.quiet()
    doors.at(0).break(new Error('no'))
    await clock.advance(5000)
    expect([states(), doors.offsets, named('record.retried'), named('record.released').length]).toEqual([['release'], [], [], 1])
  })

  it('is given back when the drain time is over, and forgotten where the session has failed', async () => {
    const first = failing([0])
    first.session.deliver(0)
    await turns()
    first.runner.cutOff(stopped)
    expect(first.states()).toEqual(['release'])
    const second = failing([0, 1], { policy: { deadLetter: null } })
    second.session.deliver(0, { offset: 1, deliveryCount: 4 })
    await turns()
    second.session.fail(new SamsaError('SAMSA_FENCED', 'fenced', { retryable: true }))
    await second.runner.close(Infinity)
    expect([second.states(), second.session.settlements, second.named('record.exhausted')]).toEqual([['taken', 'taken'], [], []])
  })

  it('counts as waiting for health', async () => {
    const { session, runner, clock } = failing([3])
    session.deliver(3)
    await clock.advance(100)
    expect(runner.work(session.status(), clock.now())).toMatchObject({
      inWork: 0,
      waiting: 1,
      partitions: [{ phase: 'waiting', offset: 3, attempt: 2, retryInMs: 150, waiting: 1, runningMs: null }],
    })
  })
})

describe('without dead letters', () => {
  const none = { deadLetter: null, attempts: 2, backoff: fixed(10) } as const

  it('a record that has no attempts left is rejected, and told as exhausted', async () => {
    const { session, clock, states, named } = failing([0], { policy: { ...none, whenExhausted: 'reject' } })
    session.deliver(0)
    await clock.advance(100)
    expect([states(), named('record.rejected').map(({ reason }) => reason)]).toEqual([['reject'], ['no']])
    expect(
      named('record.exhausted').map(({ offset, attempt, deliveryCount, becomes }) => [offset, attempt, deliveryCount, becomes]),
    ).toEqual([[0, 2, 1, 'reject']])
  })

  it('the worker stops where that is asked for: the record stays as it is', async () => {
    const { session, clock, states, named, stops, runner } = failing([0], { policy: { ...none, whenExhausted: 'stop' } })
    session.deliver(0)
    await clock.advance(100)
    expect([states(), named('record.exhausted').map(({ becomes }) => becomes)]).toEqual([['taken'], ['stop']])
    expect(stops.map(({ code, details, cause }) => [code, details, cause])).toEqual([
      ['SAMSA_RECOVERY_STOPPED', { topic: 'orders', partition: 0, offset: 0 }, new Error('no')],
    ])
    expect(runner.resting).toBe(true)
    await runner.drain(stopped)
    expect(await runner.close(Infinity)).toMatchObject({ unsettled: 1 })
  })

  it('a stop at the last delivery says that the record is archived, whatever decided for it', async () => {
    const memory = Object.assign(new Error('not enough memory'), { code: 'ENOMEM' })
    const [exhausted, ruled, critical] = [
      failing([0], { policy: { ...none, attempts: 5, whenExhausted: 'stop' } }),
      failing([0], { policy: { ...none, attempts: 9, rules: [always('stop')] } }),
      shareHarness({ consumer: { consume: () => Promise.reject(memory) }, policy: { ...none, attempts: 9 } }),
    ]
    for (const { session, stops, named, states } of [exhausted, ruled, critical]) {
      session.deliver({ offset: 0, deliveryCount: 5 })
      await turns()
      expect([states(), stops.length]).toEqual([['taken'], 1])
      expect(stops[0]?.message).toContain('this was its last delivery, so the broker archives it: it does not come again')
      expect(named('record.exhausted').at(-1)).toMatchObject({ offset: 0, becomes: 'archived', attempt: 5, deliveryCount: 5 })
    }
    expect([exhausted, ruled, critical].map(({ named }) => named('record.exhausted').length)).toEqual([2, 1, 1])
  })

  it.each(['reject', 'stop'] as const)(
    'what a stop would end (%s) while it waits in its last delivery runs again at once, as often as it has attempts',
    async (whenExhausted) => {
      const policy = { ...none, attempts: 8, backoff: fixed(5000), whenExhausted }
      const [mended, poison] = [failing([0], { policy }), failing([0], { policy })]
      for (const { session, runner, calls, states } of [mended, poison]) {
        session.deliver({ offset: 0, deliveryCount: 5 }, 1)
        await turns()
        expect([calls, states(), runner.resting]).toEqual([['0:5', '1:1'], ['taken', 'done'], false])
      }
      mended.poison.clear()
      for (const { runner, clock } of [mended, poison]) {
        const drained = runner.drain(stopped)
        await clock.advance(1)
        await drained
      }
      expect([mended.calls, mended.states(), mended.stops]).toEqual([['0:5', '1:1', '0:6'], ['done', 'done'], []])
      expect(poison.calls).toEqual(['0:5', '1:1', '0:6', '0:7', '0:8'])
      expect(poison.named('record.exhausted').map(({ attempt, becomes }) => [attempt, becomes])).toEqual(
        whenExhausted === 'reject'
          ? [[8, 'reject']]
          : [
              [8, 'stop'],
              [8, 'archived'],
            ],
      )
    },
  )

  it('a stop that has no time for the last attempts lets go of the record, and is no stop of recovery', async () => {
    const doors = new ShareDoors()
    const policy = { ...none, attempts: 9, backoff: fixed(1000), whenExhausted: 'stop' } as const
    const { session, runner, clock, states, named, stops } = shareHarness({ consumer: doors, concurrency: 1, policy })
    session.deliver({ offset: 0, deliveryCount: 5 })
    await turns()
    doors.at(0).break(new Error('no'))
    await turns()
    session.deliver({ offset: 1, deliveryCount: 5 })
    await turns()
    // 1 has the only permit, until the lock of 0 ends
    runner.quiet()
    await clock.advance(28_000)
    expect([states()[0], stops, named('record.exhausted').map(({ offset, becomes }) => [offset, becomes])]).toEqual([
      'release',
      [],
      [[0, 'archived']],
    ])
  })

  it('rules decide at once: reject, release, stop', async () => {
    const rejected = failing([0], { policy: { rules: [always('reject')] } })
    rejected.session.deliver(0)
    const released = failing([0], { policy: { rules: [always('release')] } })
    released.session.deliver(0)
    const halted = failing([0], { policy: { rules: [always('stop')] } })
    halted.session.deliver(0)
    await turns()
    expect([rejected, released, halted].map(({ states }) => states())).toEqual([['reject'], ['release'], ['taken']])
    expect([rejected, released, halted].map(({ named }) => named('record.exhausted').length)).toEqual([0, 0, 0])
    expect(halted.stops.map(({ message }) => message)).toEqual([
      'TestConsumer failed at orders/0/0, and a rule of retry.on stops the worker: no; the record is not settled',
    ])
  })

  it('a process that is out of memory stops, whatever the policy says', async () => {
    const consume = (): never => {
      throw Object.assign(new Error('not enough memory'), { code: 'ENOMEM' })
    }
    const { session, states, stops } = shareHarness({ consumer: { consume } })
    session.deliver(0)
    await turns()
    expect([states(), stops.length]).toEqual([['taken'], 1])
  })
})

describe('JavaScript that looks for a partition', () => {
  it('is told what to use instead', async () => {
    const consume = (_record: ConsumerRecord, context: ShareGroupContext): void =>
      (context as unknown as { partition: { pause: () => void } }).partition.pause()
    const harness = shareHarness({ consumer: { consume }, policy: { attempts: 1 } })
    harness.session.deliver(0)
    await turns()
    expect(harness.named('record.dead-lettered')[0]?.reason).toBe(
      'TestConsumer: a shareGroup has no partition to pause or seek: release the record, or use a consumerGroup',
    )
  })
})
