import { describe, expect, it } from '@jest/globals'
import { settled } from '../testing/fake-clock.js'
import { first, joined } from '../testing/fake-session.js'

describe('Flow', () => {
  it('keeps members with nothing in hand from fetching while what is in hand fills the lock, and lets them back when there is room', async () => {
    const fake = await joined({ members: 2, concurrency: 1 })
    fake.driver(0).deliver([{ offsets: first(300) }])
    const batch = fake.take(1)
    await fake.clock.pass(100)
    fake.settle(batch, 'done')
    await settled()
    // 299 and two times 300 records of 100 ms do not fit into 28 s
    expect(fake.calls(1)).toEqual(['unsubscribe'])
    for (let record = 1; record < 300; record++) fake.take(1, 'done')
    await fake.clock.pass(1000)
    expect(fake.calls(1)).toEqual(['subscribe', 'poll', 'poll'])
    expect(fake.calls(0).filter((call) => call === 'unsubscribe')).toEqual([])
  })

  it('takes what a member has fetched before it leaves', async () => {
    const fake = await joined({ members: 2, concurrency: 1 })
    fake.driver(0).deliver([{ offsets: first(300) }])
    const batch = fake.take(1)
    await fake.clock.pass(100)
    Object.assign(fake.driver(1), { wake: () => {} })
    fake.driver(1).deliver([{ partition: 1, offsets: [5] }])
    fake.settle(batch, 'done')
    await settled()
    expect(fake.calls(1)).toEqual(['poll', 'unsubscribe'])
    expect(fake.heard.slice(2)).toEqual(['assigned 1', 'ready'])
  })

  it('reads what a fetch brought that was on its way when its member left the group', async () => {
    const fake = await joined({ members: 2, concurrency: 1 })
    fake.driver(0).deliver([{ offsets: first(300) }])
    const batch = fake.take(1)
    await fake.clock.pass(100)
    fake.settle(batch, 'done')
    await settled()
    expect(fake.calls(1)).toEqual(['unsubscribe'])
    fake.driver(1).deliver([{ partition: 1, offsets: [5] }])
    expect(fake.calls(1)).toEqual(['subscribe', 'poll', 'unsubscribe'])
    expect(fake.heard.slice(-2)).toEqual(['assigned 1', 'ready'])
    for (let record = 1; record < 301; record++) fake.take(1, 'done')
    await settled()
    expect(fake.calls(1)).toEqual(['commit accept 0:5', 'subscribe', 'poll'])
  })

  it('fetches nothing back while handlers hang that hold all of the concurrency', async () => {
    const fake = await joined({ members: 1, concurrency: 1 })
    fake.driver().deliver([{ offsets: first(3) }])
    fake.take(1)
    await fake.clock.pass(60_000)
    expect(fake.calls().filter((call) => call !== 'poll')).toEqual(['commit release 0:1,2', 'commit release 0:0', 'unsubscribe'])
  })

  it('says once a minute that more was acquired than can be handled', async () => {
    const fake = await joined({ concurrency: 1 })
    fake.driver().deliver([{ offsets: first(500) }])
    fake.take(1)
    await fake.clock.pass(20_000)
    expect(fake.told('overcommitted')).toEqual([{ type: 'overcommitted', records: 500, neededMs: expect.any(Number), lockMs: 30_000 }])
  })

  it('opens members while records in work hold up all of them, and closes what has nothing to do', async () => {
    const fake = await joined({ members: null, concurrency: 10 })
    expect(fake.library.drivers).toHaveLength(2)
    fake.driver(0).deliver([{ offsets: [1] }])
    fake.driver(1).deliver([{ partition: 1, offsets: [1] }])
    const batches = [fake.take(1), fake.take(1)]
    await settled()
    fake.driver(0).wake()
    await fake.clock.pass(2000)
    expect(fake.library.drivers).toHaveLength(3)
    expect(fake.calls(2).slice(0, 2)).toEqual(['subscribe', 'poll'])
    for (const batch of batches) fake.settle(batch, 'done')
    await fake.clock.pass(62_000)
    expect(fake.calls(2).slice(-3)).toEqual(['unsubscribe', 'close', 'destroy'])
    expect(fake.session.status().members).toBe(2)
  })

  it('leaves the partitions of a member that a slow record holds up to one that is free', async () => {
    const fake = await joined({ members: 2, concurrency: 10 })
    fake.driver(0).deliver([{ offsets: [1, 2] }])
    const batch = fake.take(2)
    fake.session.settle(batch, 0, 1, 'done')
    await fake.clock.pass(4999)
    expect(fake.calls(0)).toEqual(['poll', 'commit accept 0:1'])
    await fake.clock.pass(1001)
    expect(fake.calls(0)).toEqual(['unsubscribe'])
    fake.session.settle(batch, 1, 2, 'done')
    await settled()
    expect(fake.calls(0)).toEqual(['commit accept 0:2', 'subscribe', 'poll'])
  })

  it('lets quick handlers fetch more at a time, as soon as it is known that they are', async () => {
    const fake = await joined({ members: 1, concurrency: 10 }, {}, { kafka: {} })
    fake.driver().deliver([{ offsets: first(500) }])
    fake.take(500, 'done')
    for (let turns = 0; turns < 4; turns++) await settled()
    expect(fake.library.settings[1]).toMatchObject({ 'max.poll.records': '2000' })
    expect(fake.calls(0).slice(-3)).toEqual(['unsubscribe', 'close', 'destroy'])
    expect(fake.calls(1)).toEqual(['subscribe', 'poll'])
  })

  it('leaves handles and members as they are where the broker could not bear it', async () => {
    const fake = await joined({ members: null, concurrency: 10 }, {}, { kafka: {}, keepsMembers: true })
    fake.driver(0).deliver([{ offsets: first(500) }])
    fake.take(500, 'done')
    fake.driver(1).deliver([{ partition: 1, offsets: [1] }])
    fake.take(1)
    await settled()
    fake.driver(0).deliver([{ offsets: [501] }])
    fake.take(1)
    await fake.clock.pass(20_000)
    expect(fake.library.drivers).toHaveLength(2)
  })

  it('replaces a handle whose poll size does not fit the work', async () => {
    const fake = await joined({ members: 1, concurrency: 10 }, {}, { kafka: {} })
    expect(fake.library.settings[0]).toMatchObject({ 'max.poll.records': '500', 'client.id': 'app-jobs-1-1' })
    fake.driver().deliver([{ offsets: first(10) }])
    const batch = fake.take(10)
    await fake.clock.pass(11_000)
    fake.settle(batch, 'done')
    for (let turns = 0; turns < 4; turns++) await settled()
    expect(fake.calls().slice(-4)).toEqual(['commit accept 0:0,1,2,3,4,5,6,7,8,9', 'unsubscribe', 'close', 'destroy'])
    expect(fake.library.settings[1]).toMatchObject({ 'max.poll.records': '10', 'client.id': 'app-jobs-1-2' })
    expect(fake.calls(1)).toEqual(['subscribe', 'poll'])
  })
})
