import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { systemClock, type AdminPort } from '@samsa/contracts'
import { startBroker, type Broker } from '@samsa/testkit'
import { createAdmin } from '../create-admin.js'
import type { DeclaredSettings, GroupSettingsPolicy } from './setting-row.js'
import { settleSettings } from './settle-settings.js'

let broker: Broker
let admin: AdminPort
const run = `settings-${process.pid}-${Date.now()}`
let names = 0

beforeAll(async () => {
  broker = await startBroker()
  admin = createAdmin({ kafka: { 'bootstrap.servers': broker.bootstrapServers }, clientId: 'settings-test', clock: systemClock })
})

afterAll(async () => {
  await admin.close()
  await broker.stop()
})

const declared = (group: string, lock: string, policy: GroupSettingsPolicy = 'initialize'): DeclaredSettings => ({
  group,
  policy,
  settings: [
    { setting: 'offsetReset', config: 'share.auto.offset.reset', value: 'by_duration:PT6H' },
    { setting: 'lockDuration', config: 'share.record.lock.duration.ms', value: lock },
  ],
})
const settle = async (one: DeclaredSettings) => (await settleSettings(admin, [one], { clock: systemClock }))[0]!

describe('settings of a share group on a real Kafka', () => {
  it('are set before the group exists, once; another value is refused, overwritten, or told', async () => {
    const group = `${run}-${names++}`
    const first = await settle(declared(group, '20000'))
    expect(first.rows.map(({ onBroker, source, state }) => [onBroker, source, state])).toEqual([
      ['by_duration:PT6H', 'group', 'equal'],
      ['20000', 'group', 'equal'],
    ])
    expect((await settle(declared(group, '20000'))).set).toEqual([])
    expect((await settle(declared(group, '25000'))).problems).toMatchObject([
      { reason: expect.stringMatching(/=20000 .* 25000 is declared/) },
    ])
    expect((await settle(declared(group, '25000', 'verify'))).problems).toHaveLength(1)
    expect((await settle(declared(group, '25000', 'apply'))).rows[1]).toMatchObject({ onBroker: '25000', state: 'equal' })
  })

  it('outside the bounds of the broker are refused in its own words', async () => {
    const { problems, set } = await settle(declared(`${run}-${names++}`, '70000'))
    expect(set).toEqual([])
    expect(problems).toMatchObject([
      { setting: 'lockDuration', reason: expect.stringMatching(/refuses share\.record\.lock\.duration\.ms=70000: share\.record\.lock/) },
    ])
  })

  it('that this version does not know are told, and those it has for all groups are compared', async () => {
    const unknown = { setting: 'nonsense', config: 'share.nonsense', value: '1' }
    const rows = (await settle({ group: `${run}-${names++}`, policy: 'verify', settings: [unknown] })).rows
    expect(rows).toMatchObject([{ state: 'unknown', source: null }])
    const ofBrokers = { setting: 'maxSize', config: 'share.max.size', value: '200' }
    expect((await settle({ group: `${run}-${names++}`, policy: 'verify', settings: [ofBrokers] })).rows).toMatchObject([
      { state: 'equal', settable: false, source: 'default' },
    ])
  })
})
