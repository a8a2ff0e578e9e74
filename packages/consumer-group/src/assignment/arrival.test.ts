import { describe, expect, it } from '@jest/globals'
import type { InitialOffset } from '@samsa/contracts'
import { settled } from '../testing/fake-clock.js'
import { FakeSession } from '../testing/fake-session.js'

const open = (initialOffset: InitialOffset = { from: 'earliest' }) =>
  new FakeSession({ topics: [{ name: 't', pattern: false, initialOffset }] })

/** The handle that joins, once the first one has asked what there is to know. */
async function joining(fake: FakeSession): Promise<FakeSession> {
  await settled()
  fake.driver.calls.length = 0
  return fake
}

describe('Arrival', () => {
  it('begins where the group committed', async () => {
    const fake = await joining(open())
    fake.driver.committedOffset = 42
    await fake.assigned(0, 1)
    expect(fake.driver.calls).toEqual(['hold 0', 'hold 1', 'incrementalAssign 0@42 1@42', 'release 0', 'release 1'])
    expect(fake.heard).toEqual(['assigned 0 1'])
    expect(fake.session.status().state).toBe('joined')
  })

  it.each([
    [5, 10, 'moved 0 5-10 retention', '0@10'],
    [500, 10, 'moved 0 500-100 truncation', '0@100'],
  ])('goes from %d to the nearest offset that exists, and says so', async (committed, low, heard, assigned) => {
    const fake = await joining(open())
    fake.driver.committedOffset = committed
    fake.driver.bounds = { low, high: 100 }
    await fake.assigned(0)
    expect(fake.heard).toEqual(['assigned 0', heard])
    expect(fake.driver.calls).toContain(`incrementalAssign ${assigned}`)
  })

  it.each<[InitialOffset, number]>([
    [{ from: 'earliest' }, 7],
    [{ from: 'latest' }, 100],
  ])('begins at %j without a committed position', async (initialOffset, offset) => {
    const fake = await joining(open(initialOffset))
    fake.driver.bounds = { low: 7, high: 100 }
    await fake.assigned(0)
    expect(fake.driver.calls).toContain(`incrementalAssign 0@${offset}`)
  })

  it('asks again, and never guesses, while the look-up fails', async () => {
    const fake = await joining(open())
    fake.driver.lookUpFailure = '_TIMED_OUT'
    await fake.assigned(0)
    await fake.clock.pass(5000)
    expect(fake.driver.calls).toEqual(['hold 0'])
    expect(fake.session.status().state).toBe('rebalancing')
    fake.driver.lookUpFailure = null
    await fake.clock.pass(3000)
    expect(fake.driver.calls).toContain('incrementalAssign 0@0')
  })

  it('drops what is found for a partition that was revoked meanwhile', async () => {
    const fake = await joining(open())
    fake.driver.lookUpFailure = '_TIMED_OUT'
    await fake.assigned(0, 1)
    fake.report('revoke', 0)
    fake.driver.lookUpFailure = null
    await fake.clock.pass(5000)
    expect(fake.driver.calls.filter((call) => call.startsWith('incremental'))).toEqual(['incrementalUnassign ', 'incrementalAssign 1@0'])
    expect(fake.heard).toEqual(['assigned 0'])
  })

  it('answers an assignment without partitions', async () => {
    const fake = await joining(open())
    await fake.assigned()
    expect(fake.driver.calls).toEqual(['incrementalAssign '])
    expect(fake.session.status().state).toBe('joined')
  })
})
