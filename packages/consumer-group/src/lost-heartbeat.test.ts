import { describe, expect, it } from '@jest/globals'
import { settled } from './testing/fake-clock.js'
import { FakeSession } from './testing/fake-session.js'

const both = [0, 1].map((partition) => ({ topic: 't', partition }))
const timedOut = {
  type: 'log',
  level: 5,
  facility: 'REQTMOUT',
  text: '[thrd:GroupCoordinator]: Timed out ConsumerGroupHeartbeatRequest in flight (after 916ms, timeout #0)',
} as const

async function joined(): Promise<FakeSession> {
  const fake = new FakeSession()
  await settled()
  fake.driver.committedOffset = 0
  await fake.assigned(0, 1)
  fake.driver.calls.length = 0
  return fake
}

describe('LostHeartbeat', () => {
  it('does nothing where the coordinator agrees', async () => {
    const fake = await joined()
    fake.driver.described = [both[1]!, both[0]!]
    fake.driver.report(timedOut)
    await fake.clock.pass(60_000)
    expect(fake.driver.calls).toEqual([])
  })

  it('does nothing while it waits for partitions that others still have', async () => {
    const fake = await joined()
    fake.driver.described = [...both, { topic: 't', partition: 2 }]
    fake.driver.has = both
    fake.driver.report(timedOut)
    await fake.clock.pass(60_000)
    expect(fake.driver.calls).toEqual([])
  })

  it('joins anew where it never heard of partitions that it was given', async () => {
    const fake = await joined()
    fake.driver.described = [...both, { topic: 't', partition: 2 }]
    fake.driver.has = fake.driver.described
    fake.driver.report(timedOut)
    await fake.clock.pass(6000)
    expect(fake.driver.calls).toEqual(['unsubscribe'])
  })

  it('does nothing where the change arrives after all', async () => {
    const fake = await joined()
    fake.driver.described = [both[0]!]
    fake.driver.report(timedOut)
    await fake.clock.pass(4000)
    fake.report('revoke', 1)
    fake.session.surrender(fake.handovers[0]!)
    await fake.clock.pass(60_000)
    expect(fake.driver.calls).toEqual(['hold 1', 'incrementalUnassign 1'])
  })

  it('leaves and joins anew where the coordinator goes on naming other partitions', async () => {
    const fake = await joined()
    fake.driver.described = [both[0]!]
    fake.driver.report(timedOut)
    await fake.clock.pass(6000)
    expect(fake.driver.calls).toEqual(['unsubscribe'])
    expect(fake.events).toContainEqual(
      expect.objectContaining({ type: 'trouble', error: expect.objectContaining({ code: 'SAMSA_GROUP_FAILED' }) }),
    )
    fake.report('revoke', 0, 1)
    fake.session.surrender(fake.handovers[0]!)
    await settled()
    expect(fake.driver.calls.slice(-2)).toEqual(['incrementalUnassign 0 1', 'subscribe'])
  })

  it('forgets it when the session ends', async () => {
    const fake = await joined()
    fake.driver.report(timedOut)
    await fake.session.close(fake.clock.now() + 1000)
    await fake.clock.pass(60_000)
    expect(fake.driver.calls).not.toContain('unsubscribe')
  })
})
