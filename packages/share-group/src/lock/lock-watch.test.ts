import { describe, expect, it } from '@jest/globals'
import type { RecordColumns } from '@samsa/contracts'
import { settled } from '../testing/fake-clock.js'
import { first, joined, offsetsOf } from '../testing/fake-session.js'

describe('LockWatch', () => {
  it('near the end of the lock gives back what waits, in a commit of its own, after the healthy ones', async () => {
    const fake = await joined()
    fake.driver().answersWith = null
    fake.driver().deliver([{ offsets: first(5) }])
    const batch = fake.take(2)
    fake.onExpiring = () => fake.session.settle(batch, 1, 2, 'release')
    await fake.clock.pass(27_999)
    expect(fake.heard).toEqual(['assigned 0', 'ready'])
    fake.session.settle(batch, 0, 1, 'done')
    await fake.clock.pass(1)
    expect(fake.heard.slice(2)).toEqual(['expiring 0,1'])
    expect(fake.told('given-back')).toEqual([
      { type: 'given-back', topic: 't', partition: 0, offset: 2, lastOffset: 4, records: 3, deliveryCount: 1, reason: 'lock-end' },
    ])
    await settled()
    expect(fake.calls()).toEqual(['poll', 'commit accept 0:0'])
    fake.driver().answer()
    await settled()
    expect(fake.calls()).toEqual(['commit release 0:2,3,4,1', 'poll'])
  })

  it('never releases what is at its last delivery: it starts, or it starves', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(4), counts: [1, 5, 5, 5] }])
    expect(offsetsOf(fake.take(1))).toBe('1')
    await fake.clock.pass(28_000)
    expect(fake.calls()).toEqual(['poll', 'commit release 0:0'])
    const late = fake.take(1)
    expect(offsetsOf(late)).toBe('2')
    await fake.clock.pass(1000)
    // begun after the end came near: it counts while the lock lasts
    fake.settle(late, 'done')
    await settled()
    expect(fake.calls()).toEqual(['commit accept 0:2'])
    await fake.clock.pass(1000)
    expect(fake.told('starved')).toEqual([{ type: 'starved', topic: 't', partition: 0, offset: 3, deliveryCount: 5 }])
    expect(fake.calls().slice(0, 2)).toEqual(['commit release 0:1,3', 'poll'])
    expect(fake.heard.filter((text) => text.includes('expir'))).toEqual(['expiring 1', 'expired 1'])
  })

  it('says that records at their last delivery starve, and hands them all over to whoever asks: they count while the lock lasts', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(5), counts: [1, 5, 5, 5, 1] }])
    const inWork = fake.take(1)
    expect(fake.session.takeLast()).toBeNull()
    const saved: RecordColumns[] = []
    fake.onStarving = () => {
      for (let batch = fake.session.takeLast(); batch !== null; batch = fake.session.takeLast()) saved.push(batch)
    }
    await fake.clock.pass(28_000)
    expect(fake.heard.slice(2)).toEqual(['expiring 1', 'starving', 'committed release 0:0-1 release 0:4-5'])
    expect(saved.map(offsetsOf)).toEqual(['2,3'])
    expect(fake.calls()).toEqual(['poll', 'commit release 0:0,4'])
    await fake.clock.pass(1000)
    fake.session.settle(saved[0]!, 2, 3, 'done')
    await settled()
    expect(fake.calls()).toEqual(['commit accept 0:2'])
    await fake.clock.pass(1000)
    expect(fake.heard.slice(-3)).toEqual(['expiring 2,3', 'expired 1', 'expired 2,3'])
    fake.session.settle(inWork, 1, 2, 'release')
    fake.session.settle(saved[0]!, 3, 4, 'done')
    await settled()
    expect(fake.told('dropped')).toEqual([{ type: 'dropped', records: 2, reason: 'expired-lease' }])
    expect(fake.told('starved')).toEqual([])
  })

  it('says nothing of records that starve where none are left', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(3) }])
    fake.driver().deliver([{ offsets: [7, 8], counts: [5, 1] }], { waitedMs: 31_000 })
    await fake.clock.pass(30_000)
    expect(fake.heard.filter((text) => text === 'starving')).toEqual([])
  })

  it('tells as lost what was settled in time and could not be sent before the lock ended', async () => {
    const fake = await joined()
    fake.driver().answersWith = null
    fake.driver().deliver([{ offsets: first(3) }])
    const batch = fake.take(3)
    fake.session.settle(batch, 2, 3, 'done')
    await settled()
    fake.session.settle(batch, 0, 1, 'done')
    fake.session.settle(batch, 1, 2, 'reject')
    await fake.clock.pass(30_000)
    expect(fake.calls()).toEqual(['poll', 'commit accept 0:2'])
    expect(fake.answers).toMatchObject([
      {
        type: 'lost',
        ranges: [
          { from: 0, to: 1, as: 'done' },
          { from: 1, to: 2, as: 'reject' },
        ],
        error: { code: 'SAMSA_LOCK_EXPIRED' },
      },
    ])
    fake.driver().answer()
    await settled()
    expect(fake.calls().slice(0, 1)).toEqual(['commit release 0:0,1'])
  })

  it('tells as lost what comes after the lock ended while the event loop stood still', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(2) }])
    const batch = fake.take(2)
    Object.assign(fake.clock, { now: () => 31_000 })
    fake.settle(batch, 'done')
    await settled()
    expect(fake.answers).toMatchObject([{ type: 'lost', ranges: [{ from: 0, to: 2, as: 'done' }], error: { code: 'SAMSA_LOCK_EXPIRED' } }])
    expect(fake.calls()).toEqual(['poll', 'commit release 0:0,1', 'poll'])
    expect(fake.told('dropped')).toEqual([])
  })

  it('sends nothing as accepted that waited for its turn past the end of the lock', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(2) }])
    fake.take(1, 'done')
    Object.assign(fake.clock, { now: () => 31_000 })
    await settled()
    expect(fake.heard.slice(2)).toEqual(['lost done 0:0-1'])
    expect(fake.told('given-back')).toMatchObject([{ offset: 1 }])
    expect(fake.calls().slice(0, 2)).toEqual(['poll', 'commit release 0:0'])
  })

  it('begins nothing that would be cut short', async () => {
    const fake = await joined({}, { 'share.delivery.count.limit': '2' })
    fake.driver().deliver([{ offsets: first(3), counts: [1, 1, 2] }])
    const batch = fake.take(1)
    await fake.clock.pass(500)
    fake.settle(batch, 'done')
    await fake.clock.pass(26_500)
    expect(fake.session.take(1)).toBeNull()
    expect(fake.told('given-back')).toEqual([])
    fake.driver().deliver([])
    await fake.clock.pass(1000)
    expect(fake.told('given-back')).toMatchObject([{ offset: 0, records: 2 }])
  })

  it('drops and counts what is settled after the signal, and sends releases in a commit of their own', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(3) }])
    const batch = fake.take(3)
    await fake.clock.pass(28_500)
    fake.session.settle(batch, 0, 1, 'done')
    fake.session.settle(batch, 1, 2, 'release')
    await settled()
    expect(fake.told('dropped')).toEqual([{ type: 'dropped', records: 1, reason: 'expired-lease' }])
    expect(fake.calls()).toEqual(['poll', 'commit release 0:0,1'])
  })

  it('a handler that does not end blocks its member no longer than the lock', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(2) }])
    const batch = fake.take(1)
    fake.take(1, 'done')
    await fake.clock.pass(29_999)
    expect(fake.calls()).toEqual(['poll', 'commit accept 0:1'])
    fake.answers.length = 0
    await fake.clock.pass(1)
    await settled()
    expect(fake.heard.slice(-2)).toEqual(['expiring 0', 'expired 0'])
    // one record in work is no reason not to fetch, and the answer to the release after the end is no event
    expect(fake.calls().slice(0, 2)).toEqual(['commit release 0:0', 'poll'])
    expect(fake.answers).toEqual([])
    fake.session.settle(batch, 0, 1, 'release')
    await settled()
    expect(fake.told('dropped')).toEqual([{ type: 'dropped', records: 1, reason: 'expired-lease' }])
    expect(fake.calls()).toEqual([])
  })

  it('reckons with the time that records waited in the library', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(2) }], { waitedMs: 10_000 })
    expect(fake.take(1).expiresAtMs).toBe(20_000)
    await fake.clock.pass(18_000)
    expect(fake.told('given-back')).toHaveLength(1)
  })

  it('gives back at once what waited for longer than its lock', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: [1, 2], counts: [1, 5] }], { waitedMs: 31_000 })
    await settled()
    expect(fake.session.take(1)).toBeNull()
    expect(fake.told('given-back')).toHaveLength(1)
    expect(fake.told('starved')).toHaveLength(1)
    expect(fake.calls()).toEqual(['poll', 'commit release 0:1,2', 'poll'])
  })

  it('counts nothing that was settled in time but not sent before the lock ended', async () => {
    const fake = await joined()
    fake.driver().answersWith = null
    fake.driver().deliver([{ offsets: first(3) }])
    const batch = fake.take(3)
    await fake.clock.pass(28_500)
    fake.session.settle(batch, 0, 1, 'release')
    await settled()
    fake.session.settle(batch, 1, 2, 'release')
    await settled()
    expect(fake.calls()).toEqual(['poll', 'commit release 0:0'])
    await fake.clock.pass(1500)
    fake.driver().answer()
    await settled()
    expect(fake.calls()).toEqual(['commit release 0:1,2', 'poll'])
    fake.driver().answer(121)
    await settled()
    expect(fake.answers.map(({ type }) => type)).toEqual(['committed'])
    expect(fake.told('dropped')).toEqual([])
  })
})
