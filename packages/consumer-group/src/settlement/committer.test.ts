import { describe, expect, it } from '@jest/globals'
import type { PartitionResult } from '../driver.js'
import { FakeSession } from '../testing/fake-session.js'
import { settled } from '../testing/fake-clock.js'

const result = (partition: number, offset: number, errno = 0): PartitionResult => ({ topic: 't', partition, offset, errno })

async function joined(commit: 'periodic' | 'each' = 'periodic'): Promise<FakeSession> {
  const fake = new FakeSession({}, { commit })
  await fake.assigned(0, 1)
  // the offsets where the partitions began are made known first
  await fake.clock.pass(1000)
  fake.driver.commits[0]!.answer([result(0, 0), result(1, 0)])
  await settled()
  fake.driver.commits.length = 0
  return fake
}

describe('Committer', () => {
  it('makes known where a partition began that had nothing committed, without an answer about records', async () => {
    const fake = new FakeSession()
    await fake.assigned(0)
    await fake.clock.pass(1000)
    expect(fake.driver.commits[0]!.list).toEqual([{ topic: 't', partition: 0, offset: 0 }])
    fake.driver.commits[0]!.answer([result(0, 0)])
    await settled()
    expect(fake.answers).toEqual([])
  })

  it('commits dirty partitions at the interval, one commit at a time', async () => {
    const fake = await joined()
    fake.settle(0, 0, 1, 2)
    await fake.clock.pass(999)
    expect(fake.driver.commits).toEqual([])
    await fake.clock.pass(1)
    expect(fake.driver.commits.map(({ list }) => list)).toEqual([[{ topic: 't', partition: 0, offset: 3 }]])
    fake.settle(1, 5)
    await fake.clock.pass(5000)
    expect(fake.driver.commits.length).toBe(1)
    fake.driver.commits[0]!.answer([result(0, 3)])
    await fake.clock.pass(1000)
    expect(fake.driver.commits[1]!.list).toEqual([{ topic: 't', partition: 1, offset: 6 }])
    expect(fake.answers[0]).toMatchObject({ type: 'committed', ageMs: 6000, ranges: [{ partition: 0, from: 0, to: 3 }] })
  })

  it('commits at the end of the turn where each settlement is to be committed', async () => {
    const fake = await joined('each')
    fake.settle(0, 0)
    fake.settle(0, 1)
    await settled()
    expect(fake.driver.commits.map(({ list }) => list)).toEqual([[{ topic: 't', partition: 0, offset: 2 }]])
    fake.settle(0, 2)
    fake.settle(0, 3)
    fake.driver.commits[0]!.answer([result(0, 2)])
    await settled()
    expect(fake.driver.commits[1]!.list).toEqual([{ topic: 't', partition: 0, offset: 4 }])
  })

  it.each(['ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS', 'STALE_MEMBER_EPOCH', '_TRANSPORT'])(
    'repeats after %s with the newest offsets',
    async (name) => {
      const fake = await joined()
      fake.settle(0, 0)
      await fake.clock.pass(1000)
      fake.driver.commits[0]!.fail(name)
      await settled()
      fake.settle(0, 1)
      await fake.clock.pass(100)
      expect(fake.driver.commits[1]!.list).toEqual([{ topic: 't', partition: 0, offset: 2 }])
      expect(fake.answers).toEqual([])
      expect(fake.events).toContainEqual(
        expect.objectContaining({ type: 'trouble', error: expect.objectContaining({ code: 'SAMSA_COMMIT_FAILED', retryable: true }) }),
      )
    },
  )

  it('says what was refused for good, partition by partition', async () => {
    const fake = await joined()
    fake.settle(0, 0)
    fake.settle(1, 0)
    await fake.clock.pass(1000)
    fake.driver.commits[0]!.fail('UNKNOWN_MEMBER_ID', [result(0, 1, 0), result(1, 1, 25)])
    await settled()
    expect(fake.heard.slice(-2)).toEqual(['committed 0:0-1', 'lost 1:0-1'])
    await fake.clock.pass(10_000)
    expect(fake.driver.commits.length).toBe(1)
  })

  it('flushes at once and waits for the answer', async () => {
    const fake = await joined()
    fake.settle(0, 0)
    let isFlushed = false
    void fake.session.flush().then(() => (isFlushed = true))
    await settled()
    expect(fake.driver.commits.length).toBe(1)
    expect(isFlushed).toBe(false)
    fake.driver.commits[0]!.answer([result(0, 1)])
    await settled()
    expect(isFlushed).toBe(true)
    await fake.session.flush()
  })

  it('does not commit while no broker is there, and does when one is back', async () => {
    const fake = await joined()
    fake.driver.report({ type: 'error', errno: -187, name: '_ALL_BROKERS_DOWN', text: '1/1 brokers are down', fatal: false })
    fake.settle(0, 0)
    await fake.clock.pass(999)
    expect(fake.driver.commits).toEqual([])
    // the probe finds the broker again
    await fake.clock.pass(1001)
    expect(fake.driver.commits.length).toBe(1)
  })

  it('says what is lost with a partition', async () => {
    const fake = await joined()
    fake.settle(0, 0, 1)
    fake.lose(0)
    expect(fake.heard.slice(-2)).toEqual(['lost 0', 'lost 0:0-2'])
    expect(fake.driver.calls.at(-1)).toBe('incrementalUnassign 0')
    await fake.clock.pass(10_000)
    expect(fake.driver.commits).toEqual([])
  })
})
