import { describe, expect, it } from '@jest/globals'
import type { ConsumerRecord, ShareGroupContext } from '@samsa/contracts'
import { ShareDoors, shareHarness } from '../testing/share-harness.js'
import { turns } from '../testing/turns.js'

/** Without dead letters records run in their last delivery, too. */
const noLetters = { deadLetter: null, whenExhausted: 'reject' } as const

const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_one, index) => from + index)
const lifted = (names: readonly { readonly offset: number }[]): readonly number[] => names.map(({ offset }) => offset)
/** Returns at once for offset 0, so that more is taken than can be started then. */
const atOnceFirst = (doors: ShareDoors) => (record: ConsumerRecord, context: ShareGroupContext) =>
  record.offset === 0 ? undefined : doors.consume(record, context)

describe('the end of a lock', () => {
  it('fires the signal a margin before, and a result that still comes is released', async () => {
    const doors = new ShareDoors()
    const { session, clock, states, named } = shareHarness({ consumer: doors })
    session.deliver(0)
    await clock.advance(28_500)
    const { context, open } = doors.at(0)
    expect(context.signal.reason).toMatchObject({ code: 'SAMSA_LOCK_EXPIRED' })
    open()
    await turns()
    expect([states(), session.dropped]).toEqual([['release'], 0])
    expect(named('handler.late').map(({ signalCode, outcome }) => [signalCode, outcome])).toEqual([['SAMSA_LOCK_EXPIRED', 'returned']])
    await clock.advance(5000)
    expect(named('lease.expired')).toEqual([])
  })

  it('is told with its coordinates, keeps its permit until the handler ends, and drops what it then says', async () => {
    const doors = new ShareDoors()
    const lost: number[] = []
    const consumer = { consume: doors.consume, onLockLost: (record: ConsumerRecord) => void lost.push(record.offset) }
    const { session, clock, states, named, route } = shareHarness({ consumer, concurrency: 1 })
    session.deliver(0)
    await clock.advance(30_000)
    expect(named('lease.expired').map(({ offset, deliveryCount, ageMs }) => [offset, deliveryCount, ageMs])).toEqual([[0, 1, 30_000]])
    expect([lost, route.use.records]).toEqual([[0], 1])
    session.deliver(1)
    await turns()
    expect(doors.offsets).toEqual([0])
    doors.at(0).break(new Error('too late'))
    await turns()
    expect([states(), session.dropped, doors.offsets]).toEqual([['expired', 'taken'], 1, [1]])
    expect([named('handler.late').length, named('record.released').length]).toEqual([1, 0])
  })

  it('gives back what was taken and not started, and leaves the neighbours of other polls alone', async () => {
    const doors = new ShareDoors()
    const consume = (record: ConsumerRecord, context: ShareGroupContext): unknown =>
      record.offset < 2 ? undefined : doors.consume(record, context)
    const { session, clock, states, named } = shareHarness({ consumer: { consume }, concurrency: 2 })
    session.deliver(...range(6))
    await clock.advance(10_000)
    session.deliver(10)
    await turns()
    expect([doors.offsets, states()]).toEqual([
      [2, 3],
      ['done', 'done', 'taken', 'taken', 'taken', 'taken', 'queued'],
    ])
    await clock.advance(18_000)
    expect(named('record.released').map(({ offset, lastOffset, records, cause }) => [offset, lastOffset, records, cause])).toEqual([
      [4, 5, 2, 'not-started'],
    ])
    doors.at(2).open()
    await turns()
    expect(doors.offsets).toEqual([3, 10])
    doors.at(10).open()
    await turns()
    expect(states()).toEqual(['done', 'done', 'release', 'taken', 'release', 'release', 'done'])
  })

  it('starves what waits at its last delivery, and exhausts what is in work at it', async () => {
    const doors = new ShareDoors()
    const consume = atOnceFirst(doors)
    const { session, clock, states, named } = shareHarness({ consumer: { consume }, concurrency: 1, policy: noLetters })
    session.deliver(...range(4).map((offset) => ({ offset, deliveryCount: 5 })))
    await clock.advance(28_000)
    // a release at the last delivery lets go of them: the broker archives them
    expect([doors.offsets, states(), lifted(named('record.starved'))]).toEqual([[1], ['done', 'taken', 'release', 'release'], [2, 3]])
    await clock.advance(2000)
    expect([lifted(named('record.starved')), lifted(named('record.exhausted')), states()]).toEqual([
      [2, 3],
      [1],
      ['done', 'expired', 'release', 'release'],
    ])
    doors.at(1).open()
    await turns()
    expect([named('record.exhausted').length, session.dropped, doors.offsets]).toEqual([1, 1, []])
  })

  it('tells a record that is released late at its last delivery as exhausted, once', async () => {
    const doors = new ShareDoors()
    const { session, clock, states, named } = shareHarness({ consumer: doors, policy: noLetters })
    session.deliver({ offset: 0, deliveryCount: 5 })
    await clock.advance(28_000)
    doors.at(0).open()
    await clock.advance(10_000)
    expect([states(), lifted(named('record.exhausted')), named('lease.expired')]).toEqual([['release'], [0], []])
  })

  it('is an event where its hook throws', async () => {
    const doors = new ShareDoors()
    const consumer = { consume: doors.consume, onLockLost: () => Promise.reject(new Error('no log')) }
    const { session, clock, named, runner } = shareHarness({ consumer })
    session.deliver(7)
    await clock.advance(31_000)
    expect(
      named('hook.failed').map(({ hook, topic: name, partition, willRetry, error }) => [hook, name, partition, willRetry, error.code]),
    ).toEqual([['onLockLost', 'orders', 0, false, 'SAMSA_HOOK_FAILED']])
    expect(runner.running().length).toBe(1)
  })
})
