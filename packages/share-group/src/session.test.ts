import { describe, expect, it } from '@jest/globals'
import { settled } from './testing/fake-clock.js'
import { first, joined, offsetsOf } from './testing/fake-session.js'

describe('ShareGroupSession', () => {
  it('acknowledges, commits, and only then fetches, once a turn', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(3) }, { partition: 1, offsets: [7] }])
    expect(fake.calls()).toEqual(['poll'])
    expect(fake.heard).toEqual(['assigned 0 1', 'ready'])
    const batch = fake.take(2)
    const rest = fake.take(10)
    fake.session.settle(batch, 0, 1, 'done')
    fake.session.settle(rest, 3, 4, 'reject')
    fake.session.settle(batch, 1, 2, 'done')
    await settled()
    expect(fake.calls()).toEqual(['commit accept 0:0 reject 1:7 accept 0:1'])
    fake.session.settle(rest, 2, 3, 'release')
    await settled()
    expect(fake.calls()).toEqual(['commit release 0:2', 'poll'])
    await settled()
    expect(fake.heard.slice(2)).toEqual(['committed done 0:0-1 reject 1:7-8 done 0:1-2', 'committed release 0:2-3'])
  })

  it('sends what is below unanswered offsets of its partition only after their answers: merged by the library, they would be refused', async () => {
    const fake = await joined()
    fake.driver().answersWith = null
    fake.driver().deliver([{ offsets: first(6) }, { partition: 1, offsets: [0] }])
    fake.calls()
    const batch = fake.take(10)
    const settle = async (row: number): Promise<readonly string[]> => {
      fake.session.settle(batch, row, row + 1, 'done')
      await settled()
      return fake.calls()
    }
    expect(await settle(1)).toEqual(['commit accept 0:1'])
    expect(await settle(3)).toEqual(['commit accept 0:3'])
    expect(await settle(6)).toEqual(['commit accept 1:0'])
    expect(await settle(0)).toEqual([])
    expect(await settle(5)).toEqual([])
    fake.driver().answer()
    fake.driver().answer()
    await settled()
    expect(fake.calls()).toEqual([])
    fake.driver().answer()
    await settled()
    expect(fake.calls()).toEqual(['commit accept 0:0,5'])
  })

  it('gives out what is nearest its last delivery first, in takes of one batch that name only their rows', async () => {
    const fake = await joined()
    fake.driver().deliver([
      { offsets: [1, 2, 3, 4], counts: [1, 1, 4, 1] },
      { partition: 1, offsets: [9], counts: [4] },
    ])
    const batch = fake.take(3)
    expect([...batch.runs]).toEqual([0, 2, 1, 1, 4, 1, 0, 0, 1])
    expect(batch.length).toBe(5)
    expect(offsetsOf(fake.take(10))).toBe('2,4')
    expect(fake.session.take(1)).toBeNull()
  })

  it('takes from the batch whose records are nearest their limit, then from the one whose lock ends first', async () => {
    const fake = await joined({ members: 3 })
    fake.driver(0).deliver([{ offsets: [1, 2] }])
    await fake.clock.pass(5)
    fake.driver(1).deliver([{ partition: 1, offsets: [11] }])
    fake.driver(2).deliver([{ partition: 2, offsets: [21], counts: [2] }])
    expect(['', '', ''].map(() => offsetsOf(fake.take(10)))).toEqual(['21', '1,2', '11'])
  })

  it('says what is lost and what is unknown, with how it was settled', async () => {
    const fake = await joined()
    fake.driver().answersWith = null
    fake.driver().deliver([{ offsets: first(2) }])
    fake.take(1, 'done')
    await settled()
    fake.take(1, 'release')
    await settled()
    fake.driver().answer(121)
    fake.driver().answer(-195)
    expect(fake.answers).toMatchObject([
      {
        type: 'lost',
        ranges: [{ from: 0, to: 1, as: 'done' }],
        error: { code: 'SAMSA_COMMIT_FAILED', details: { kafka: 'INVALID_RECORD_STATE' } },
      },
      { type: 'unknown', ranges: [{ from: 1, to: 2, as: 'release' }], error: { details: { kafka: '_TRANSPORT' } } },
    ])
  })

  it('flushes: waits for the answers to what is settled, not for what is in work', async () => {
    const fake = await joined()
    fake.driver().answersWith = null
    fake.driver().deliver([{ offsets: first(2) }])
    fake.take(1, 'done')
    let isFlushed = false
    void fake.session.flush().then(() => (isFlushed = true))
    await settled()
    expect(isFlushed).toBe(false)
    fake.driver().answer()
    await settled()
    expect(isFlushed).toBe(true)
    await fake.session.flush()
  })

  it('settles what the library could not read as the library would', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: [3] }], {
      broken: [
        { partitionId: 0, offset: 1, deliveryCount: 1, errno: -199 },
        { partitionId: 0, offset: 2, deliveryCount: 2, errno: -198 },
      ],
    })
    await settled()
    expect(fake.calls()).toEqual(['poll', 'commit reject 0:1 release 0:2'])
    expect(fake.told('broken-record')).toMatchObject([
      { offset: 1, as: 'reject' },
      { offset: 2, as: 'release' },
    ])
    fake.take(1, 'done')
    await settled()
    expect(fake.calls()).toEqual(['commit accept 0:3', 'poll'])
  })

  it('releases what could not be read for a reason of this process', async () => {
    const fake = await joined()
    const broken = [-194, -170, -199].map((errno, index) => ({ partitionId: 0, offset: index + 1, deliveryCount: 1, errno }))
    fake.driver().deliver([{ offsets: [9] }], { broken })
    await settled()
    expect(fake.calls()).toEqual(['poll', 'commit release 0:1,2 reject 0:3'])
  })

  it('rejects at the last delivery what the library could not read, since a release would archive it silently', async () => {
    const fake = await joined({}, { 'share.delivery.count.limit': '3' })
    fake.driver().deliver([{ offsets: [3] }], {
      broken: [
        { partitionId: 0, offset: 1, deliveryCount: 2, errno: -198 },
        { partitionId: 0, offset: 2, deliveryCount: 3, errno: -198 },
      ],
    })
    await settled()
    expect(fake.calls()).toEqual(['poll', 'commit release 0:1 reject 0:2'])
    expect(fake.told('broken-record')).toMatchObject([
      { offset: 1, as: 'release', error: { retryable: true } },
      { offset: 2, as: 'reject', error: { retryable: false, message: expect.stringContaining('rejected, at delivery 3 of 3') } },
    ])
  })

  it('holds everything while a partition is held', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: [1] }])
    fake.session.hold(0)
    expect(fake.session.take(1)).toBeNull()
    fake.heard.length = 0
    fake.session.resume(0)
    await settled()
    expect(fake.heard).toEqual(['ready'])
    fake.take(1, 'done')
    fake.session.hold(0)
    await fake.clock.pass(2000)
    expect(fake.calls()).toEqual(['poll', 'commit accept 0:1', 'unsubscribe'])
  })

  it('refuses what cannot be: settling twice, or what was not taken', async () => {
    const fake = await joined()
    fake.driver().deliver([{ offsets: first(3) }])
    const batch = fake.take(1, 'done')
    expect(() => fake.session.settle(batch, 0, 1, 'done')).toThrow('assertion')
    expect(() => fake.session.settle(batch, 1, 2, 'done')).toThrow('assertion')
    expect(() => fake.session.settle(batch, 2, 4, 'done')).toThrow('assertion')
  })

  it('tells its state', async () => {
    const fake = await joined()
    expect(fake.session.status()).toMatchObject({ state: 'joined', protocol: 'share', members: 1, steady: false, connected: true })
    await fake.clock.pass(10_000)
    fake.driver().deliver([{ offsets: [1] }])
    expect(fake.session.status()).toMatchObject({
      steady: true,
      memberId: 'member',
      partitions: [{ topic: 't', partition: 0, position: null }],
    })
  })
})
