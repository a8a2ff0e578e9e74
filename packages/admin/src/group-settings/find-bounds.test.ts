import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { withBounds } from './find-bounds.js'
import type { SettingRow } from './setting-row.js'

const row = (value: string, more: Partial<SettingRow> = {}): SettingRow => ({
  setting: 'lockDuration',
  config: 'share.record.lock.duration.ms',
  value,
  onBroker: '30000',
  source: 'default',
  settable: true,
  state: 'unset',
  refusal: null,
  ...more,
})
const admin = (configs: Readonly<Record<string, string>>) => ({
  brokers: async () => [1],
  describeConfigs: async () => Object.fromEntries(Object.entries(configs).map(([name, value]) => [name, { value, source: 5 }])),
})
const bounded = admin({ 'group.share.min.record.lock.duration.ms': '15000', 'group.share.max.record.lock.duration.ms': '60000' })
const refusalOf = async (one: SettingRow) => (await withBounds(bounded, [one])).map(({ state, refusal }) => [state, refusal])

describe('withBounds', () => {
  it('knows what a broker would refuse', async () => {
    expect(await refusalOf(row('15000'))).toEqual([['unset', null]])
    expect(await refusalOf(row('60000'))).toEqual([['unset', null]])
    expect(await refusalOf(row('14999'))).toEqual([['refused', 'group.share.min.record.lock.duration.ms of the brokers is 15000']])
    expect(await refusalOf(row('60001', { state: 'differs' }))).toEqual([
      ['refused', 'group.share.max.record.lock.duration.ms of the brokers is 60000'],
    ])
  })

  it('says nothing of what holds, what is no number, and what it may not see', async () => {
    const equal = row('1', { state: 'equal' })
    expect(await withBounds(bounded, [equal])).toEqual([equal])
    const reset = row('earliest', { config: 'share.auto.offset.reset' })
    expect(await withBounds(bounded, [reset, row('20000', { config: 'errors.x' })])).toMatchObject([{ state: 'unset' }, { state: 'unset' }])
    const refused = { ...bounded, describeConfigs: () => Promise.reject(new SamsaError('SAMSA_AUTHORIZATION', 'no')) }
    expect(await withBounds(refused, [row('1')])).toEqual([row('1')])
  })
})
