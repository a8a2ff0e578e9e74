import { describe, expect, it } from '@jest/globals'
import { settled } from './testing/fake-clock.js'
import { kafkaError, type FakeDriver } from './testing/fake-driver.js'
import { FakeSession, first, joined } from './testing/fake-session.js'

const fatal = (name: string) => ({ type: 'error', errno: 1, name, text: 'x', fatal: true }) as const

describe('failures', () => {
  it('ends by what no fresh session would mend', async () => {
    const fake = await joined({ members: 2 })
    fake.driver().deliver([{ offsets: first(1) }])
    fake.driver(1).report(fatal('UNSUPPORTED_VERSION'))
    expect(fake.failures).toMatchObject([{ code: 'SAMSA_GROUP_FAILED', retryable: false }])
    expect(fake.session.status().state).toBe('failed')
    expect(fake.session.partition(0).live).toBe(false)
    await settled()
    expect(fake.calls(0)).toContain('destroy')
    expect(fake.session.take(1)).toBeNull()
  })

  it('gives up an extra member where the group is full, and tries again later', async () => {
    const fake = await joined({ members: 2 })
    fake.driver(1).report(fatal('GROUP_MAX_SIZE_REACHED'))
    expect(fake.failures).toEqual([])
    expect(fake.told('trouble')).toMatchObject([{ error: { details: { kafka: 'GROUP_MAX_SIZE_REACHED' } } }])
    await fake.clock.pass(29_000)
    expect(fake.library.drivers).toHaveLength(2)
    await fake.clock.pass(2000)
    expect(fake.library.drivers).toHaveLength(3)
    fake.driver(2).report(fatal('GROUP_MAX_SIZE_REACHED'))
    fake.driver(0).report(fatal('GROUP_MAX_SIZE_REACHED'))
    expect(fake.failures).toMatchObject([{ code: 'SAMSA_GROUP_FAILED', retryable: true }])
  })

  it('lets go of what a lost member had in hand', async () => {
    const fake = await joined({ members: 2 })
    fake.driver(0).answersWith = null
    fake.driver(0).deliver([{ offsets: first(3) }])
    const batch = fake.take(2)
    fake.session.settle(batch, 0, 1, 'done')
    await settled()
    fake.driver(0).report(fatal('_FATAL'))
    await settled()
    expect(fake.heard.slice(2)).toEqual(['expiring 0,1', 'expired 0,1', 'unknown done 0:0-1'])
    fake.session.settle(batch, 1, 2, 'done')
    await settled()
    expect(fake.told('dropped')).toMatchObject([{ records: 1 }])
    expect(fake.session.take(1)).toBeNull()
  })

  it('assumes Kafka’s defaults where the settings of the group cannot be read, and says so', async () => {
    const fake = new FakeSession({}, {}, { prepare: (driver) => (driver.configFailure = kafkaError('_UNSUPPORTED_FEATURE', -165)) })
    await settled()
    await settled()
    expect(fake.told('trouble')).toMatchObject([{ error: { code: 'SAMSA_KAFKA', details: { kafka: '_UNSUPPORTED_FEATURE' } } }])
    fake.driver().deliver([{ offsets: [1] }])
    expect(fake.take(1)).toMatchObject({ deliveryLimit: 5, expiresAtMs: 30_000 })
  })

  it('ends at a Kafka from before share groups, of which the library says nothing', async () => {
    const fake = new FakeSession({}, {}, { prepare: (driver) => (driver.configFailure = kafkaError('INVALID_REQUEST', 42)) })
    await settled()
    await settled()
    expect(fake.failures).toMatchObject([
      { code: 'SAMSA_GROUP_FAILED', retryable: false, message: expect.stringContaining('Kafka 4.2 or later') },
    ])
    expect(fake.calls(0)).not.toContain('subscribe')
  })

  it('ends at a Kafka whose share groups are early access, of which the library says nothing either', async () => {
    const configs = { 'share.auto.offset.reset': 'latest', 'share.record.lock.duration.ms': '30000' }
    const fake = new FakeSession({}, configs)
    await settled()
    await settled()
    expect(fake.failures).toMatchObject([{ retryable: false, message: expect.stringContaining('Kafka 4.2 or later') }])
    const preview = new FakeSession({}, { ...configs, 'share.isolation.level': 'read_uncommitted' })
    await settled()
    await settled()
    expect(preview.failures).toEqual([])
  })

  it('asks again while no broker answers, and reads the limit of the brokers where groups have none', async () => {
    const prepare = (one: FakeDriver): void => {
      one.configs = { 'share.record.lock.duration.ms': '15000' }
      one.brokerConfigs = { 'group.share.delivery.count.limit': '3' }
      one.configFailure = kafkaError('_TRANSPORT', -195)
    }
    const fake = new FakeSession({}, {}, { prepare })
    const driver = fake.driver()
    await fake.clock.pass(3000)
    expect(driver.calls).toEqual([])
    driver.configFailure = null
    await fake.clock.pass(500)
    driver.deliver([{ offsets: [1] }])
    expect(fake.take(1)).toMatchObject({ deliveryLimit: 3, expiresAtMs: 18_500 })
  })

  it('takes limits from where it is told to, again and again', async () => {
    let lockMs = 2000
    const fake = new FakeSession({}, {}, { readLimits: () => ({ lockMs, deliveryLimit: 4, heartbeatMs: 500 }) })
    await settled()
    fake.driver().deliver([{ offsets: [1] }])
    expect(fake.take(1, 'done')).toMatchObject({ deliveryLimit: 4, expiresAtMs: 2000 })
    lockMs = 4000
    await fake.clock.pass(30_000)
    fake.driver().deliver([{ offsets: [2] }])
    expect(fake.take(1)).toMatchObject({ expiresAtMs: 34_000 })
  })

  it('opens the handle anew where the lock is so long that a member with work would be put out', async () => {
    const fake = new FakeSession({}, { 'share.record.lock.duration.ms': '3600000' })
    await settled()
    await settled()
    expect(fake.library.settings.map((settings) => settings['max.poll.interval.ms'])).toEqual(['300000', '7200000'])
    expect(fake.calls(0).slice(-2)).toEqual(['close', 'destroy'])
    expect(fake.calls(1)).toEqual(['subscribe', 'poll'])
  })

  it('fails where it is not in the group after a minute', async () => {
    const fake = new FakeSession({}, {}, { prepare: (driver) => (driver.epoch = 0) })
    await fake.clock.pass(61_000)
    expect(fake.failures).toMatchObject([{ code: 'SAMSA_GROUP_FAILED', retryable: true, details: { kafka: 'join' } }])
  })
})
