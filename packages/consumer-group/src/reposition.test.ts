import { describe, expect, it } from '@jest/globals'
import { settled } from './testing/fake-clock.js'
import { FakeSession } from './testing/fake-session.js'

const sought = (offset: number) => [{ topic: 't', partition: 0, offset, errno: 0 }]

async function joined(protocol: 'EAGER' | 'COOPERATIVE' = 'COOPERATIVE'): Promise<FakeSession> {
  const fake = new FakeSession()
  await settled()
  fake.driver.committedOffset = 10
  fake.driver.report({ type: 'assign', list: [0, 1].map((partition) => ({ topic: 't', partition })), protocol, lost: false })
  await settled()
  fake.driver.calls.length = 0
  return fake
}

const outOfRange = (fake: FakeSession, queue: number): void =>
  fake.driver.report({
    type: 'consumer-error',
    errno: -140,
    name: '_AUTO_OFFSET_RESET',
    text: 'x',
    topic: 't',
    partition: queue,
    offset: 0,
    queue,
  })

describe('Reposition', () => {
  it('kills the slot at once and delivers nothing until the library has moved', async () => {
    const fake = await joined()
    fake.settle(0, 10, 11)
    const slot = fake.session.control.seek(0, 50)
    expect(fake.session.partition(0).live).toBe(false)
    expect(fake.session.partition(slot).live).toBe(true)
    expect(fake.driver.calls).toEqual(['hold 0'])
    await settled()
    expect(fake.driver.seeks[0]!.list).toEqual([{ topic: 't', partition: 0, offset: 50 }])
    // the end of the old place was reported but not heard yet: it is no end of the new one
    fake.driver.report({ type: 'eof', queue: 0, offset: 90 })
    fake.driver.seeks[0]!.answer(sought(50))
    await settled()
    expect(fake.driver.calls).toEqual(['hold 0', 'release 0'])
    expect(fake.heard.at(-1)).toBe(`moved ${slot} 12-50 seek`)
    expect(fake.session.control.position(slot)).toBe(50)
    await fake.clock.pass(1000)
    expect(fake.driver.commits.at(-1)!.list).toContainEqual({ topic: 't', partition: 0, offset: 50 })
  })

  it('brings an offset out of range to the nearest', async () => {
    const fake = await joined()
    const slot = fake.session.control.seek(0, 5000)
    await settled()
    fake.driver.seeks[0]!.answer(sought(100))
    await settled()
    expect(fake.session.control.position(slot)).toBe(100)
    expect(fake.heard.at(-1)).toBe(`moved ${slot} 10-100 seek`)
  })

  it('refuses what is no offset, and does nothing for a dead slot', async () => {
    const fake = await joined()
    expect(() => fake.session.control.seek(0, -1)).toThrow(expect.objectContaining({ code: 'SAMSA_OPTION_INVALID' }))
    expect(() => fake.session.control.seek(0, 1.5)).toThrow(expect.objectContaining({ code: 'SAMSA_OPTION_INVALID' }))
    fake.lose(0)
    expect(fake.session.control.seek(0, 5)).toBe(0)
  })

  it('tries again while the library has no answer', async () => {
    const fake = await joined()
    fake.session.control.seek(0, 50)
    await settled()
    fake.driver.seeks[0]!.fail('_TIMED_OUT')
    await fake.clock.pass(500)
    expect(fake.driver.seeks.length).toBe(2)
  })

  it('commits where a partition that is being given up was to go on, without fetching it again', async () => {
    const fake = await joined()
    fake.report('revoke', 0)
    const slot = fake.session.control.seek(0, 50)
    fake.session.surrender(fake.handovers[0]!)
    await settled()
    expect(fake.driver.seeks).toEqual([])
    expect(fake.driver.commits[0]!.list).toEqual([{ topic: 't', partition: 0, offset: 50 }])
    fake.driver.commits[0]!.answer(sought(50))
    await settled()
    expect(fake.heard.at(-1)).toBe(`revoked ${slot}`)
  })

  it.each([
    ['COOPERATIVE' as const, ['hold 0', 'incrementalUnassign 0', 'incrementalAssign 0@40', 'release 0']],
    ['EAGER' as const, ['hold 0', 'assign 1@10 0@40', 'release 0']],
  ])('starts a partition anew whose records were removed (%s): same slot, what runs still counts', async (protocol, calls) => {
    const fake = await joined(protocol)
    fake.settle(0, 10, 11)
    fake.driver.bounds = { low: 40, high: 100 }
    outOfRange(fake, 0)
    await settled()
    fake.driver.seeks[0]!.fail('_STATE')
    await settled()
    expect(fake.driver.calls).toEqual(calls)
    expect(fake.heard.at(-1)).toBe('moved 0 12-40 retention')
    expect(fake.session.control.position(0)).toBe(40)
  })

  it('loses the slot where the log was cut below what was delivered', async () => {
    const fake = await joined()
    fake.settle(0, 10, 11, 12)
    fake.driver.bounds = { low: 0, high: 11 }
    outOfRange(fake, 0)
    await settled()
    fake.driver.seeks[0]!.fail('_STATE')
    await settled()
    expect(fake.heard.slice(-3)).toEqual(['lost 0', 'assigned 2', 'moved 2 13-11 truncation'])
    expect(fake.session.partition(0).live).toBe(false)
    expect(fake.session.control.position(2)).toBe(11)
  })

  it('waits with a restart while a rebalance has no answer yet', async () => {
    const fake = await joined()
    fake.driver.bounds = { low: 40, high: 100 }
    outOfRange(fake, 0)
    fake.report('revoke', 1)
    await settled()
    fake.driver.seeks[0]!.fail('_STATE')
    await settled()
    expect(fake.driver.calls).toEqual(['hold 0', 'hold 1'])
    fake.session.surrender(fake.handovers[0]!)
    await settled()
    expect(fake.driver.calls.slice(2)).toEqual(['incrementalUnassign 1', 'incrementalUnassign 0', 'incrementalAssign 0@40', 'release 0'])
  })
})
