import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { after, numbered, RealGroup, until } from './testing/real-group.js'

interface TestBroker {
  readonly bootstrapServers: string
  readonly stop: () => Promise<void>
}

// By a name the compiler does not follow: the testkit is built on this package.
const testkit = '@samsa/testkit'
const startBroker = async (): Promise<TestBroker> => ((await import(testkit)) as { startBroker: () => Promise<TestBroker> }).startBroker()

let broker: TestBroker
let group: RealGroup
let names = 0

beforeAll(async () => {
  broker = await startBroker()
})

afterAll(() => broker.stop())

beforeEach(() => {
  group = new RealGroup(broker.bootstrapServers, `share-${process.pid}-${Date.now()}-${names++}`)
})

afterEach(() => group.end())

describe('a share group on a real broker', () => {
  it('delivers each record once where it is accepted', async () => {
    await group.create(2)
    await group.produce(numbered(1000), (index) => index % 2)
    const session = group.open(() => 'done')
    await until(
      'all records',
      () => session.records.length === 1000,
      () => session.describe(),
    )
    await session.session.flush()
    expect(session.answers.every(({ type }) => type === 'committed')).toBe(true)
    const answered = session.answers.flatMap(({ ranges }) => ranges).reduce((sum, { from, to }) => sum + to - from, 0)
    expect(answered).toBe(1000)
    expect(await session.close()).toEqual({ unsettled: 0, unanswered: 0, hung: false })
    const second = group.open(() => 'done')
    await group.produce(['last'])
    await until(
      'the last record',
      () => second.records.length > 0,
      () => second.describe(),
    )
    expect(second.records).toMatchObject([{ value: 'last', deliveryCount: 1 }])
  })

  it('delivers again what was released, with its count, and never what was rejected', async () => {
    await group.create(1)
    await group.produce(numbered(30))
    const session = group.open(({ value, deliveryCount }) => {
      const kind = Number(value) % 3
      return kind === 0 ? 'done' : kind === 1 ? 'reject' : deliveryCount < 3 ? 'release' : 'done'
    })
    await until(
      'three deliveries of what is released',
      () => session.records.length === 50,
      () => session.describe(),
    )
    await session.session.flush()
    expect(await session.close()).toMatchObject({ unsettled: 0, unanswered: 0 })
    const highest = new Map<string, number>()
    for (const { value, deliveryCount } of session.records) highest.set(value, Math.max(deliveryCount, highest.get(value) ?? 0))
    for (const [value, count] of highest) expect(count).toBe(Number(value) % 3 === 2 ? 3 : 1)
    expect(session.answers.flatMap(({ type, ranges }) => ranges.map(({ as }) => `${type} ${as}`))).toEqual(
      expect.arrayContaining(['committed done', 'committed release', 'committed reject']),
    )
  })

  it('gives up a record at the end of its lock, and drops what comes of it', async () => {
    await group.create(1, { 'share.record.lock.duration.ms': '1000' })
    await group.produce(numbered(3))
    const session = group.open(({ value, deliveryCount }) => (value === '1' && deliveryCount === 1 ? after(2500, 'done') : 'done'))
    await until(
      'the record that took too long once more',
      () => session.records.length === 4,
      () => session.describe(),
    )
    expect(session.records.at(-1)).toMatchObject({ value: '1', deliveryCount: 2 })
    await until(
      'its late result',
      () => session.events.some(({ type }) => type === 'dropped'),
      () => session.describe(),
    )
    expect(session.expired).toHaveLength(1)
    await session.session.flush()
    expect(session.answers.every(({ type }) => type === 'committed')).toBe(true)
  })

  it('handles one producer batch of 9,000 records with slow work and a lock that is too short for it', async () => {
    await group.create(1, { 'share.record.lock.duration.ms': '2000', 'share.delivery.count.limit': '10' })
    await group.produce(numbered(9000))
    const done = new Set<string>()
    const session = group.open(
      async ({ value }) => {
        const outcome = await after(20, 'done')
        done.add(value)
        return outcome
      },
      { concurrency: 30 },
    )
    await until(
      'all records',
      () => done.size === 9000,
      () => session.describe(),
    )
    await session.session.flush()
    expect(session.events.filter(({ type }) => type === 'starved')).toEqual([])
    expect(session.events.some(({ type }) => type === 'overcommitted')).toBe(true)
    const given = session.events.flatMap((event) => (event.type === 'given-back' ? [event.deliveryCount] : []))
    expect(Math.max(...given)).toBeLessThan(10)
    // nothing is begun that could not end: each record runs once
    expect(session.records.length).toBe(9000)
  })

  it('gives back at once what nobody has begun when it stops', async () => {
    await group.create(1)
    await group.produce(numbered(50))
    const first = group.open(() => after(300, 'done'), { concurrency: 2 })
    await until(
      'the first records',
      () => first.records.length === 2,
      () => first.describe(),
    )
    const second = group.open(() => 'done')
    first.session.quiet()
    await until(
      'the others elsewhere',
      () => second.records.length === 48,
      () => second.describe(),
    )
    expect(first.records.length).toBe(2)
    expect(second.records.every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
    expect(await first.close()).toMatchObject({ hung: false })
  })

  it('lets others serve the partition of a member that a slow record holds up', async () => {
    await group.create(2)
    await group.produce(['0', '1'], (index) => index)
    let endSlow: (as: 'done') => void = () => {}
    const slow = new Promise<'done'>((resolve) => (endSlow = resolve))
    const session = group.open(({ value }) => (value === '0' ? slow : 'done'), { members: 2 })
    await until(
      'both',
      () => session.records.length === 2,
      () => session.describe(),
    )
    await group.produce(
      numbered(20).map((value) => `later ${value}`),
      (index) => index % 2,
    )
    await until(
      'the rest, the partition of the slow record included',
      () => session.records.length === 22,
      () => session.describe(),
    )
    endSlow('done')
    await session.session.flush()
    expect(session.answers.every(({ type }) => type === 'committed')).toBe(true)
    await group.produce(['last'])
    await until(
      'the last record',
      () => session.records.length === 23,
      () => session.describe(),
    )
  })

  it('leaves what it has in work to others when it has no time to close', async () => {
    await group.create(1)
    await group.produce(numbered(10))
    const first = group.open(() => after(500, 'done'), { members: 1 })
    await until(
      'records in work',
      () => first.records.length === 10,
      () => first.describe(),
    )
    const second = group.open(() => 'done', { members: 1 })
    await until(
      'both members',
      () => second.session.status().members === 1,
      () => second.describe(),
    )
    await first.close(0)
    await until(
      'its records elsewhere',
      () => second.records.length === 10,
      () => second.describe(),
    )
    expect(second.records.every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
  })
})
