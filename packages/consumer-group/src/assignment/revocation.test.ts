import { describe, expect, it } from '@jest/globals'
import { settled } from '../testing/fake-clock.js'
import { FakeSession } from '../testing/fake-session.js'

const ok = (partition: number, offset: number) => ({ topic: 't', partition, offset, errno: 0 })

async function joined(drainMs = 5000, kafka = {}): Promise<FakeSession> {
  const fake = new FakeSession({ drainMs, kafka })
  await settled()
  fake.driver.committedOffset = 0
  await fake.assigned(0, 1)
  fake.driver.calls.length = 0
  return fake
}

describe('Revocation', () => {
  it('answers at once where there is nothing to give up', async () => {
    const fake = await joined()
    fake.report('revoke')
    expect(fake.driver.calls).toEqual(['incrementalUnassign '])
  })

  it('holds the partitions, waits for the surrender, commits, then gives up', async () => {
    const fake = await joined()
    fake.settle(0, 0, 1, 2)
    fake.report('revoke', 0)
    expect(fake.heard.at(-1)).toBe(`revoking 0 until ${fake.clock.now() + 5000}`)
    expect(fake.driver.calls).toEqual(['hold 0'])
    expect(fake.session.partition(0).live).toBe(true)
    await fake.clock.pass(100)
    fake.session.surrender(fake.handovers[0]!)
    await settled()
    expect(fake.driver.commits[0]!.list).toEqual([{ topic: 't', partition: 0, offset: 3 }])
    expect(fake.driver.calls).toEqual(['hold 0'])
    fake.driver.commits[0]!.answer([ok(0, 3)])
    await settled()
    expect(fake.driver.calls.at(-1)).toBe('incrementalUnassign 0')
    expect(fake.heard.slice(-2)).toEqual(['committed 0:0-3', 'revoked 0'])
    expect(fake.session.partition(0).live).toBe(false)
    expect(fake.session.partition(1).live).toBe(true)
  })

  it('gives up by itself at the deadline, which the membership shortens', async () => {
    const fake = await joined(60_000, { 'max.poll.interval.ms': '8000' })
    const now = fake.clock.now()
    fake.report('revoke', 0, 1)
    expect(fake.handovers[0]!.deadlineMs).toBe(now + 4000)
    await fake.clock.pass(3999)
    expect(fake.driver.calls).toEqual(['hold 0', 'hold 1'])
    await fake.clock.pass(1)
    expect(fake.driver.calls.at(-1)).toBe('incrementalUnassign 0 1')
  })

  it('repeats a commit that is refused for now, and gives up soon after the deadline all the same', async () => {
    const fake = await joined(1000)
    fake.settle(0, 0)
    fake.report('revoke', 0)
    fake.session.surrender(fake.handovers[0]!)
    for (let i = 0; i < 3; i++) {
      await fake.clock.pass(500)
      fake.driver.commits.at(-1)!.fail('ILLEGAL_GENERATION')
    }
    expect(fake.driver.calls.at(-1)).toBe('hold 0')
    await fake.clock.pass(6000)
    expect(fake.driver.calls.at(-1)).toBe('incrementalUnassign 0')
    expect(fake.heard.slice(-2)).toEqual(['unknown 0:0-1', 'revoked 0'])
  })

  it('ends a handover when the partitions are lost meanwhile', async () => {
    const fake = await joined()
    fake.settle(0, 0)
    fake.report('revoke', 0)
    fake.lose(0, 1)
    expect(fake.heard.filter((line) => line.startsWith('lost')).slice(0, 1)).toEqual(['lost 0 1'])
    const calls = fake.driver.calls.length
    fake.session.surrender(fake.handovers[0]!)
    await fake.clock.pass(60_000)
    expect(fake.driver.calls.slice(calls)).toEqual([])
    expect(fake.heard.some((line) => line.startsWith('revoked'))).toBe(false)
  })

  it('gives a partition that comes back a new slot', async () => {
    const fake = await joined()
    fake.report('revoke', 0)
    fake.session.surrender(fake.handovers[0]!)
    await settled()
    await fake.assigned(0)
    expect(fake.heard.at(-1)).toBe('assigned 2')
    expect(fake.session.partition(0)).toMatchObject({ partition: 0, live: false })
    expect(fake.session.partition(2)).toMatchObject({ partition: 0, live: true })
    expect(fake.driver.calls.at(-1)).toBe('release 0')
  })
})
