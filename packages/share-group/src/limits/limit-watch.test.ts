import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { settled } from '../testing/fake-clock.js'
import { kafkaError } from '../testing/fake-driver.js'
import { FakeSession, joined } from '../testing/fake-session.js'

const lock = 'share.record.lock.duration.ms'
const limit = 'share.delivery.count.limit'
const brokerLimit = 'group.share.delivery.count.limit'

/** Whatever handle is asked fails, or answers again. */
const fails = (fake: FakeSession, failure: Error | null): void => {
  for (const driver of fake.library.drivers) driver.configFailure = failure
}

/** Limits of a batch that comes now. */
const limitsNow = async (fake: FakeSession, offset: number) => {
  fake.driver().deliver([{ offsets: [offset] }])
  await settled()
  const { deliveryLimit, expiresAtMs } = fake.take(1, 'done')
  await settled()
  return { deliveryLimit, lockMs: expiresAtMs! - fake.clock.now() }
}

describe('LimitWatch', () => {
  it('keeps the limits that are known where a later read is refused, says so, and asks again sooner', async () => {
    const fake = await joined({}, { [lock]: '15000', [limit]: '2' })
    expect(await limitsNow(fake, 1)).toEqual({ deliveryLimit: 2, lockMs: 15_000 })
    fails(fake, kafkaError('UNKNOWN_SERVER_ERROR'))
    await fake.clock.pass(31_000)
    expect(await limitsNow(fake, 2)).toEqual({ deliveryLimit: 2, lockMs: 15_000 })
    expect(fake.told('trouble')).toMatchObject([
      { error: { message: expect.stringContaining('a lock of 15 s and 2 deliveries, the last known ones, are kept') } },
    ])
    fails(fake, null)
    Object.assign(fake.library.configs, { [limit]: '7' })
    await fake.clock.pass(10_000)
    expect(await limitsNow(fake, 3)).toEqual({ deliveryLimit: 7, lockMs: 15_000 })
    expect(fake.told('trouble')).toHaveLength(1)
  })

  it('ends the trouble once the settings can be read again', async () => {
    const fake = await joined()
    fails(fake, kafkaError('GROUP_AUTHORIZATION_FAILED', 30))
    await fake.clock.pass(60_000)
    expect(fake.told('trouble')).toHaveLength(1)
    const before = fake.told('connected').length
    fails(fake, null)
    await fake.clock.pass(30_000)
    expect(fake.told('connected')).toHaveLength(before + 1)
    fails(fake, kafkaError('GROUP_AUTHORIZATION_FAILED', 30))
    await fake.clock.pass(60_000)
    expect(fake.told('trouble')).toHaveLength(2)
  })

  it('keeps known limits while no broker answers', async () => {
    const fake = await joined({}, { [lock]: '15000', [limit]: '2' })
    fails(fake, kafkaError('_TRANSPORT', -195))
    await fake.clock.pass(61_000)
    expect(await limitsNow(fake, 1)).toEqual({ deliveryLimit: 2, lockMs: 15_000 })
  })

  it('takes the lock of the group where only the limit, which is the brokers’, cannot be read', async () => {
    const fake = new FakeSession({}, {}, { prepare: (driver) => (driver.configs = { [lock]: '15000' }) })
    await settled()
    await settled()
    expect(await limitsNow(fake, 1)).toEqual({ deliveryLimit: 5, lockMs: 15_000 })
    expect(fake.told('trouble')).toMatchObject([{ error: { message: expect.stringContaining('15 s and 5 deliveries are assumed') } }])
    fake.driver().brokerConfigs = { [brokerLimit]: '3' }
    await fake.clock.pass(10_000)
    expect(await limitsNow(fake, 2)).toEqual({ deliveryLimit: 3, lockMs: 15_000 })
    fake.driver().brokerConfigs = {}
    await fake.clock.pass(30_000)
    expect(await limitsNow(fake, 3)).toEqual({ deliveryLimit: 3, lockMs: 15_000 })
  })

  it('tells what a judge holds against the settings of the group, once, and ends it', async () => {
    const asked: unknown[] = []
    const judgeSettings = (group: { group: string; cluster: string }, settings: ReadonlyMap<string, string | null>) => {
      asked.push([group.group, group.cluster])
      return settings.get('wanted') === 'yes' ? null : new SamsaError('SAMSA_GROUP_SETTING', 'not wanted')
    }
    const fake = await joined({}, { wanted: 'no' }, { judgeSettings })
    expect(asked).toEqual([])
    await fake.clock.pass(61_000)
    expect(asked[0]).toEqual(['jobs', 'default'])
    expect(fake.told('trouble')).toMatchObject([{ error: { code: 'SAMSA_GROUP_SETTING' } }])
    expect(fake.failures).toEqual([])
    const before = fake.told('connected').length
    fake.library.configs['wanted'] = 'yes'
    await fake.clock.pass(10_000)
    expect(fake.told('connected')).toHaveLength(before + 1)
  })
})
