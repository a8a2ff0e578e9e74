import { describe, expect, it } from '@jest/globals'
import { settled } from './testing/fake-clock.js'
import { first, joined, offsetsOf } from './testing/fake-session.js'

describe('stopping', () => {
  it('gives back what nobody has begun, at once, and keeps what is at its last delivery', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(5), counts: [5, 1, 1, 1, 1] }])
    expect(offsetsOf(fake.take(1))).toBe('0')
    fake.driver().answersWith = null
    const fresh = await joined()
    fresh.driver().deliver([{ offsets: first(5), counts: [1, 5, 2, 2, 1] }])
    fresh.take(1)
    fresh.session.quiet()
    await settled()
    expect(fresh.calls()).toEqual(['poll', 'unsubscribe', 'commit release 0:0,2,3,4'])
    expect(
      fresh.told('given-back').map(({ offset, lastOffset, deliveryCount, reason }) => [offset, lastOffset, deliveryCount, reason]),
    ).toEqual([
      [0, 0, 1, 'stop'],
      [2, 4, 2, 'stop'],
    ])
    expect(fresh.session.take(1)).toBeNull()
  })

  it('goes on to give out what is at its last delivery, and says what starved', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(3), counts: [1, 5, 5] }])
    fake.session.quiet()
    const batch = fake.take(1)
    expect(offsetsOf(batch)).toBe('1')
    fake.settle(batch, 'done')
    const closing = fake.session.close(fake.clock.now() + 5000)
    await fake.clock.pass(0)
    expect(await closing).toEqual({ unsettled: 0, unanswered: 0, hung: false })
    expect(fake.told('starved')).toMatchObject([{ offset: 2, deliveryCount: 5 }])
    expect(fake.calls()).toEqual(['poll', 'unsubscribe', 'commit release 0:0 accept 0:1 release 0:2', 'close', 'destroy'])
    expect(fake.session.status()).toMatchObject({ state: 'closed', members: 0, partitions: [] })
  })

  it('gives back only when no fetch is on its way that would take it', async () => {
    const fake = await joined({ members: 2 })
    fake.driver(0).deliver([{ offsets: first(3) }])
    fake.take(1)
    fake.session.quiet()
    expect(fake.session.take(1)).toBeNull()
    await fake.clock.pass(999)
    expect(fake.calls(0)).toEqual(['poll', 'unsubscribe'])
    expect(fake.calls(1)).toEqual(['unsubscribe'])
    fake.driver(1).deliver([{ partition: 1, offsets: [7] }])
    await fake.clock.pass(1)
    await settled()
    expect(fake.calls(0)).toEqual(['commit release 0:1,2'])
    expect(fake.calls(1)).toEqual(['subscribe', 'poll', 'unsubscribe', 'commit release 0:7'])
    expect(fake.told('given-back').map(({ partition, records }) => [partition, records])).toEqual([
      [0, 2],
      [1, 1],
    ])
  })

  it('what handlers release meanwhile goes out when no fetch is on its way that would take it', async () => {
    const fake = await joined({ members: 2 })
    fake.driver(0).deliver([{ offsets: first(3) }])
    const batch = fake.take(3)
    fake.session.quiet()
    fake.session.settle(batch, 0, 1, 'done')
    fake.session.settle(batch, 1, 2, 'release')
    fake.session.settle(batch, 2, 3, 'reject')
    await fake.clock.pass(999)
    await settled()
    expect(fake.calls(0)).toEqual(['poll', 'unsubscribe', 'commit accept 0:0 reject 0:2'])
    await fake.clock.pass(1)
    await settled()
    expect(fake.calls(0)).toEqual(['commit release 0:1'])
  })

  it('leaves with what is in work when no fetch is on its way that would take it', async () => {
    const fake = await joined({ members: 2 })
    fake.driver(0).deliver([{ offsets: first(3) }])
    const batch = fake.take(3)
    const closing = fake.session.close(fake.clock.now() + 4000)
    fake.session.settle(batch, 0, 1, 'release')
    await fake.clock.pass(999)
    expect(fake.calls(0)).toEqual(['poll', 'unsubscribe'])
    expect(fake.calls(1)).toEqual(['unsubscribe'])
    await fake.clock.pass(1)
    expect(await closing).toEqual({ unsettled: 2, unanswered: 0, hung: false })
    expect(fake.calls(0)).toEqual(['commit release 0:0', 'close', 'destroy'])
  })

  it('an idle one waits for no fetch', async () => {
    const fake = await joined({ members: 2 })
    const closing = fake.session.close(fake.clock.now() + 4000)
    await fake.clock.pass(0)
    expect(await closing).toEqual({ unsettled: 0, unanswered: 0, hung: false })
  })

  it('waits for the answers to what is done, and leaves in time without them', async () => {
    const fake = await joined()
    fake.driver().answersWith = null
    fake.driver().deliver([{ offsets: first(3) }])
    fake.take(2, 'done')
    await settled()
    fake.driver().answer()
    const batch = fake.take(1)
    fake.session.settle(batch, 2, 3, 'reject')
    const closing = fake.session.close(fake.clock.now() + 4000)
    await fake.clock.pass(1999)
    expect(fake.calls()).not.toContain('close')
    await fake.clock.pass(1)
    expect(await closing).toEqual({ unsettled: 0, unanswered: 1, hung: false })
    await fake.session.flush()
    expect(fake.heard.at(-1)).toBe('unknown reject 0:2-3')
  })

  it('counts what is still in work, and drops what comes of it', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(2) }])
    const batch = fake.take(2)
    const closing = fake.session.close(fake.clock.now() + 4000)
    await fake.clock.pass(0)
    expect(await closing).toMatchObject({ unsettled: 2 })
    fake.session.settle(batch, 0, 2, 'done')
    await settled()
    expect(fake.told('dropped')).toMatchObject([{ records: 2 }])
    expect(fake.session.partition(0).live).toBe(false)
  })

  it('does not wait for ever for a handle that hangs', async () => {
    const fake = await joined({ members: 2 })
    fake.driver(1).isHanging = true
    const closing = fake.session.close(fake.clock.now() + 4000)
    await fake.clock.pass(4000)
    expect(await closing).toEqual({ unsettled: 0, unanswered: 0, hung: true })
    expect(fake.calls(1)).toContain('unref')
    expect(fake.calls(0)).not.toContain('unref')
  })

  it('gives back what a member had fetched when it was to stop', async () => {
    const fake = await joined()
    const { wake } = fake.driver()
    Object.assign(fake.driver(), { wake: () => {} })
    fake.driver().deliver([{ offsets: [4] }])
    Object.assign(fake.driver(), { wake })
    fake.session.quiet()
    await settled()
    expect(fake.calls()).toEqual(['poll', 'unsubscribe', 'commit release 0:4'])
    expect(fake.told('given-back')).toHaveLength(1)
  })
})
