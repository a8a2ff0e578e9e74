import { describe, expect, it } from '@jest/globals'
import { SamsaError, type ConsumerRecord, type ShareGroupContext } from '@samsa/contracts'
import { ShareDoors, shareHarness } from '../testing/share-harness.js'
import { turns } from '../testing/turns.js'

/** Without dead letters records run in their last delivery, too. */
const noLetters = { deadLetter: null, whenExhausted: 'reject' } as const

const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_one, index) => from + index)
const lifted = (names: readonly { readonly offset: number }[]): readonly number[] => names.map(({ offset }) => offset)
/** Returns at once for offset 0, so that more is taken than can be started then. */
const atOnceFirst = (doors: ShareDoors) => (record: ConsumerRecord, context: ShareGroupContext) =>
  record.offset === 0 ? undefined : doors.consume(record, context)
const stopped = new SamsaError('SAMSA_STOPPED', 'the worker stops')
const deadline = new SamsaError('SAMSA_DRAIN_DEADLINE', 'the drain time is over')

describe('a stop', () => {
  it('gives back what was not started, lets what runs finish, and ends with onShutdown', async () => {
    const doors = new ShareDoors()
    const story: string[] = []
    const consume = atOnceFirst(doors)
    const { session, runner, states, named } = shareHarness({
      consumer: { consume, onShutdown: () => void story.push('shutdown') },
      concurrency: 1,
    })
    session.deliver(...range(4))
    session.deliver(10)
    await turns()
    const drained = runner.drain(stopped).then(() => story.push('drained'))
    await turns()
    const door = doors.at(1)
    expect([states(), door.context.draining.reason, door.context.signal.aborted, story]).toEqual([
      ['done', 'taken', 'release', 'release', 'given-back'],
      stopped,
      false,
      [],
    ])
    expect(named('record.released').map(({ offset, lastOffset, cause }) => [offset, lastOffset, cause])).toEqual([
      [10, 10, 'not-started'],
      [2, 3, 'not-started'],
    ])
    door.open()
    await drained
    expect([states()[1], story]).toEqual(['done', ['shutdown', 'drained']])
    expect(await runner.close(Infinity)).toEqual({ unsettled: 0, unanswered: 0, hung: false })
  })

  it('starts records at their last delivery all the same', async () => {
    const doors = new ShareDoors()
    const consume = atOnceFirst(doors)
    const { session, runner, states } = shareHarness({ consumer: { consume }, concurrency: 1, policy: noLetters })
    session.deliver({ offset: 0, deliveryCount: 5 }, { offset: 1, deliveryCount: 5 }, { offset: 2, deliveryCount: 5 }, 3)
    session.deliver({ offset: 10, deliveryCount: 5 }, 11)
    await turns()
    const drained = runner.drain(stopped)
    const worked: number[] = []
    for (let left = 3; left > 0; left--) {
      await turns()
      const [offset = -1] = doors.offsets
      worked.push(offset)
      doors.at(offset).open()
    }
    await drained
    expect([worked, states()]).toEqual([
      [1, 2, 10],
      ['done', 'done', 'done', 'release', 'done', 'given-back'],
    ])
  })

  it('that runs out of time cuts what runs, and starves what waits at its last delivery', async () => {
    const doors = new ShareDoors()
    const { session, runner, states, named } = shareHarness({ consumer: doors, policy: noLetters })
    session.deliver({ offset: 0, deliveryCount: 5 }, { offset: 1, deliveryCount: 5 }, 2)
    await turns()
    const drained = runner.drain(stopped)
    await turns()
    const door = doors.at(0)
    runner.cutOff(deadline)
    await drained
    expect([door.context.signal.reason, runner.cut, runner.lateRuns]).toEqual([
      deadline,
      [{ topic: 'orders', partition: 0, offset: 0 }],
      true,
    ])
    await runner.close(Infinity)
    expect([lifted(named('record.starved')), lifted(named('record.exhausted')), states()]).toEqual([
      [1],
      [0],
      ['taken', 'starved', 'given-back'],
    ])
    door.open()
    await turns()
    expect([named('handler.late').map(({ signalCode }) => signalCode), runner.lateRuns, states()[0], session.dropped]).toEqual([
      ['SAMSA_DRAIN_DEADLINE'],
      false,
      'taken',
      0,
    ])
  })

  it('inside a handler that returns at once is no mistake', async () => {
    const harness = shareHarness({ consumer: { consume: () => void harness.runner.drain(stopped) } })
    harness.session.deliver(...range(3))
    await turns()
    await harness.runner.drain(stopped)
    expect([harness.states(), harness.failures]).toEqual([['done', 'given-back', 'given-back'], []])
  })

  it('that is forced inside a handler makes its result late', async () => {
    const harness = shareHarness({ consumer: { consume: () => harness.runner.cutOff(deadline) } })
    harness.session.deliver(...range(2))
    await turns()
    expect([harness.states(), harness.named('handler.late').length, harness.failures]).toEqual([['release', 'queued'], 1, []])
  })
})

describe('quiet', () => {
  it('gives back, starts nothing new, and stays a member', async () => {
    const doors = new ShareDoors()
    const { session, runner, states } = shareHarness({ consumer: doors, concurrency: 1 })
    session.deliver(0, 1)
    await turns()
    runner.quiet()
    expect([runner.busy, states()]).toEqual([true, ['taken', 'given-back']])
    doors.at(0).open()
    session.deliver(2)
    await turns()
    expect([runner.busy, runner.resting, states(), session.state]).toEqual([false, true, ['done', 'given-back', 'given-back'], 'joined'])
  })
})

describe('a failed session', () => {
  it('fires the signals, settles nothing more, and leaves its calls their permits in the next session', async () => {
    const doors = new ShareDoors()
    const lost: number[] = []
    const consumer = { consume: doors.consume, onLockLost: (record: ConsumerRecord) => void lost.push(record.offset) }
    const harness = shareHarness({ consumer, concurrency: 2 })
    harness.session.deliver(0, 1)
    await turns()
    harness.session.fail(new SamsaError('SAMSA_FENCED', 'fenced', { retryable: true }))
    await harness.runner.close(Infinity)
    expect([harness.failures.map(({ code }) => code), lost]).toEqual([['SAMSA_FENCED'], [0, 1]])
    const next = harness.reopen()
    next.session.deliver(0, 1, 2)
    await turns()
    expect([doors.offsets, next.runner.running().map(({ offset }) => offset)]).toEqual([
      [0, 1],
      [0, 1],
    ])
    doors.at(0).open()
    await turns()
    expect([doors.offsets, harness.session.settlements, next.runner.running().length]).toEqual([[1, 0], [], 2])
  })
})
