import { describe, expect, it } from '@jest/globals'
import { settled } from './testing/fake-clock.js'
import { FakeSession } from './testing/fake-session.js'

const ok = (offset: number) => [{ topic: 't', partition: 0, offset, errno: 0 }]

async function joined(): Promise<FakeSession> {
  const fake = new FakeSession()
  await settled()
  fake.driver.committedOffset = 0
  await fake.assigned(0)
  fake.driver.calls.length = 0
  return fake
}

describe('endSession', () => {
  it('commits until success, only then leaves', async () => {
    const fake = await joined()
    fake.settle(0, 0, 1)
    const closing = fake.session.close(fake.clock.now() + 20_000)
    await settled()
    fake.driver.commits[0]!.fail('ILLEGAL_GENERATION')
    await fake.clock.pass(200)
    expect(fake.driver.calls).toEqual([])
    expect(fake.session.status().state).toBe('closing')
    fake.driver.commits[1]!.answer(ok(2))
    expect(await closing).toEqual({ unsettled: 0, unanswered: 0, hung: false })
    expect(fake.driver.calls).toEqual(['hold 0', 'close', 'destroy'])
    expect(fake.session.status().state).toBe('closed')
  })

  it('leaves in time without the answer, and says so', async () => {
    const fake = await joined()
    fake.settle(0, 0, 1)
    const closing = fake.session.close(fake.clock.now() + 4000)
    await fake.clock.pass(3000)
    expect(await closing).toEqual({ unsettled: 0, unanswered: 2, hung: false })
    expect(fake.heard.at(-1)).toBe('unknown 0:0-2')
  })

  it('waits for no answer about what is settled behind a record that is not', async () => {
    const fake = await joined()
    fake.settle(0, 0)
    void fake.session.flush()
    await settled()
    fake.driver.commits[0]!.answer(ok(1))
    await settled()
    fake.settleLast(0, 1, 2)
    expect(await fake.session.close(fake.clock.now() + 4000)).toEqual({ unsettled: 1, unanswered: 0, hung: false })
    expect(fake.heard.filter((line) => line.startsWith('unknown'))).toEqual([])
  })

  it('does not wait for ever for a handle that hangs', async () => {
    const fake = await joined()
    Object.assign(fake.driver, { close: () => {}, destroy: () => new Promise(() => {}) })
    const memberId = (): never => {
      throw new Error('destroyed')
    }
    const closing = fake.session.close(fake.clock.now() + 4000)
    await fake.clock.pass(3999)
    Object.assign(fake.driver, { memberId })
    expect(fake.session.status()).toMatchObject({ state: 'closing', memberId: null, partitions: [] })
    await fake.clock.pass(1)
    expect(await closing).toEqual({ unsettled: 0, unanswered: 0, hung: true })
    expect(fake.driver.calls).toContain('unref')
  })

  it('ends a drain that is going on', async () => {
    const fake = await joined()
    fake.settle(0, 0)
    fake.report('revoke', 0)
    const closing = fake.session.close(fake.clock.now() + 20_000)
    await settled()
    fake.driver.commits[0]!.answer(ok(1))
    expect(await closing).toEqual({ unsettled: 0, unanswered: 0, hung: false })
    expect(fake.driver.calls).toContain('incrementalUnassign 0')
    expect(fake.heard).toContain('revoked 0')
  })

  it('lets everything go by itself when it fails', async () => {
    const fake = await joined()
    fake.driver.report({
      type: 'consumer-error',
      errno: 30,
      name: 'GROUP_AUTHORIZATION_FAILED',
      text: 'x',
      topic: null,
      partition: -1,
      offset: -1,
      queue: -1,
    })
    expect(fake.failures).toEqual([expect.objectContaining({ code: 'SAMSA_AUTHORIZATION' })])
    expect(fake.session.status().state).toBe('failed')
    expect(fake.session.partition(0).live).toBe(false)
    await settled()
    expect(fake.driver.calls.slice(-2)).toEqual(['close', 'destroy'])
    expect(await fake.session.close(0)).toEqual({ unsettled: 0, unanswered: 0, hung: false })
    expect(fake.session.take(1, 1)).toBeNull()
  })

  it('does not leave a group whose handle gave up for good: the library refuses to', async () => {
    const fake = await joined()
    fake.driver.report({ type: 'error', errno: 82, name: 'FENCED_INSTANCE_ID', text: 'x', fatal: true })
    await settled()
    expect(fake.failures).toEqual([expect.objectContaining({ code: 'SAMSA_FENCED', retryable: false })])
    expect(fake.driver.calls).not.toContain('close')
    expect(fake.driver.calls).toContain('destroy')
  })
})
