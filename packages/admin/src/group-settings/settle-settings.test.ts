import { describe, expect, it } from '@jest/globals'
import { type AdminPort, SamsaError, systemClock } from '@samsa/contracts'
import type { DeclaredSettings, GroupSettingsPolicy } from './setting-row.js'
import { settleSettings } from './settle-settings.js'

type Values = Record<string, { value: string; source: number }>

const notAllowed = () =>
  new SamsaError(
    'SAMSA_AUTHORIZATION',
    'configs of group jobs cannot be read: no right (GROUP_AUTHORIZATION_FAILED): give this principal the right on it',
    {
      details: { kafka: 'GROUP_AUTHORIZATION_FAILED' },
    },
  )

/** A broker with the configs of groups; `late`: how many reads show nothing of a change. */
const fakeAdmin = (groups: Record<string, Values>, { late = 0, mayRead = true, maySet = true, refuses = '', shareVersion = 1 } = {}) => {
  const changes: object[] = []
  let pending = 0
  let stale: Record<string, Values> = groups
  const admin = {
    features: async () => ({ 'share.version': shareVersion }),
    brokers: async () => [1],
    describeConfigs: async (kind: string, name: string) => {
      if (!mayRead) throw notAllowed()
      if (kind === 'broker') return { 'group.share.delivery.count.limit': { value: '5', source: 5 } }
      return (pending-- > 0 ? stale : groups)[name] ?? {}
    },
    alterConfigs: async (_kind: string, name: string, values: Record<string, string>) => {
      if (!maySet) throw notAllowed()
      if (refuses !== '') throw new SamsaError('SAMSA_KAFKA', refuses, { details: { kafka: 'INVALID_CONFIG', text: refuses } })
      changes.push({ [name]: values })
      stale = structuredClone(groups)
      pending = late
      for (const [config, value] of Object.entries(values)) groups[name] = { ...groups[name], [config]: { value, source: 8 } }
    },
  }
  return { admin: admin as unknown as AdminPort, changes }
}

const fresh = (): Values => ({
  'share.record.lock.duration.ms': { value: '30000', source: 5 },
  'share.auto.offset.reset': { value: 'latest', source: 5 },
})
const declared = (policy: GroupSettingsPolicy = 'initialize', lock = '45000', group = 'jobs'): DeclaredSettings => ({
  group,
  policy,
  settings: [
    { setting: 'offsetReset', config: 'share.auto.offset.reset', value: 'earliest' },
    { setting: 'lockDuration', config: 'share.record.lock.duration.ms', value: lock },
  ],
})
const options = { clock: systemClock }

describe('settleSettings', () => {
  it('sets what nobody has set, and waits until the broker shows it', async () => {
    const { admin, changes } = fakeAdmin({ jobs: fresh() }, { late: 2 })
    const [settled] = await settleSettings(admin, [declared()], options)
    expect(changes).toEqual([{ jobs: { 'share.auto.offset.reset': 'earliest', 'share.record.lock.duration.ms': '45000' } }])
    expect(settled?.problems).toEqual([])
    expect(settled?.rows.map(({ state, onBroker }) => [state, onBroker])).toEqual([
      ['equal', 'earliest'],
      ['equal', '45000'],
    ])
    expect(settled?.set.map(({ setting }) => setting)).toEqual(['offsetReset', 'lockDuration'])
    await settleSettings(admin, [declared()], options)
    expect(changes).toHaveLength(1)
  })

  it('sets nothing of any group where one has a problem', async () => {
    const theirs = { ...fresh(), 'share.record.lock.duration.ms': { value: '20000', source: 8 } }
    const { admin, changes } = fakeAdmin({ jobs: fresh(), mail: theirs })
    const settled = await settleSettings(admin, [declared(), declared('initialize', '45000', 'mail')], options)
    expect(changes).toEqual([])
    expect(settled.map(({ problems }) => problems.length)).toEqual([0, 1])
    expect(settled[1]?.problems[0]).toMatchObject({ group: 'mail', setting: 'lockDuration', code: 'SAMSA_GROUP_SETTING' })
  })

  it('overwrites with apply, only compares with verify, does nothing with ignore', async () => {
    const theirs = () => ({ ...fresh(), 'share.record.lock.duration.ms': { value: '20000', source: 8 } })
    const apply = fakeAdmin({ jobs: theirs() })
    expect((await settleSettings(apply.admin, [declared('apply')], options))[0]?.problems).toEqual([])
    expect(apply.changes).toHaveLength(1)
    const verify = fakeAdmin({ jobs: theirs() })
    expect((await settleSettings(verify.admin, [declared('verify')], options))[0]?.problems).toHaveLength(2)
    const ignore = fakeAdmin({ jobs: theirs() })
    expect((await settleSettings(ignore.admin, [declared('ignore')], options))[0]?.problems).toEqual([])
    expect([...verify.changes, ...ignore.changes]).toEqual([])
  })

  it('only tells where nothing may be set', async () => {
    const { admin, changes } = fakeAdmin({ jobs: fresh() })
    const [told] = await settleSettings(admin, [declared()], { ...options, maySet: false })
    expect(changes).toEqual([])
    expect(told?.rows.map(({ state }) => state)).toEqual(['unset', 'unset'])
  })

  it('tells why the broker refuses a value, in its words, at the setting it names', async () => {
    const { admin } = fakeAdmin(
      { jobs: fresh() },
      { refuses: 'share.record.lock.duration.ms must be in the range 1000 to 40000 inclusive.' },
    )
    const [settled] = await settleSettings(admin, [declared()], options)
    expect(settled?.set).toEqual([])
    expect(settled?.problems).toMatchObject([
      {
        setting: 'lockDuration',
        reason: expect.stringContaining('the broker refuses share.record.lock.duration.ms=45000: share.record.lock'),
      },
    ])
  })

  it('names the right that is missing', async () => {
    const unread = await settleSettings(fakeAdmin({}, { mayRead: false }).admin, [declared()], options)
    expect(unread[0]?.problems).toMatchObject([
      { code: 'SAMSA_AUTHORIZATION', setting: null, cure: expect.stringContaining('DescribeConfigs on group jobs') },
    ])
    const unset = await settleSettings(fakeAdmin({ jobs: fresh() }, { maySet: false }).admin, [declared()], options)
    expect(unset[0]?.problems).toMatchObject([{ code: 'SAMSA_AUTHORIZATION', cure: expect.stringContaining('AlterConfigs on group jobs') }])
    const ignored = await settleSettings(fakeAdmin({}, { mayRead: false }).admin, [declared('ignore')], options)
    expect(ignored[0]?.problems).toEqual([])
  })

  it('needs no right to set what holds already', async () => {
    const same = {
      'share.record.lock.duration.ms': { value: '45000', source: 4 },
      'share.auto.offset.reset': { value: 'earliest', source: 8 },
    }
    const [settled] = await settleSettings(fakeAdmin({ jobs: same }, { maySet: false }).admin, [declared()], options)
    expect(settled?.problems).toEqual([])
  })

  it('tells of a broker that knows no share groups once, not for each setting', async () => {
    const { admin, changes } = fakeAdmin({ jobs: { 'consumer.session.timeout.ms': { value: '45000', source: 5 } } })
    const [settled] = await settleSettings(admin, [declared()], options)
    expect(settled).toMatchObject({ problems: [], knowsShareGroups: false })
    expect(changes).toEqual([])
    const old = {
      ...admin,
      describeConfigs: () => Promise.reject(new SamsaError('SAMSA_KAFKA', 'x', { details: { kafka: 'INVALID_REQUEST' } })),
    }
    const [older] = await settleSettings(old, [declared()], options)
    expect(older).toMatchObject({ problems: [], knowsShareGroups: false })
  })

  it('tells of a cluster that has share groups switched off, and sets nothing there', async () => {
    const { admin, changes } = fakeAdmin({ jobs: fresh() }, { shareVersion: 0 })
    expect(await settleSettings(admin, [declared()], options)).toMatchObject([{ problems: [], set: [], knowsShareGroups: false }])
    expect(changes).toEqual([])
    const unknown = { ...admin, features: () => Promise.reject(new SamsaError('SAMSA_NO_BROKER', 'x')) }
    expect(await settleSettings(unknown, [declared()], options)).toMatchObject([{ problems: [], knowsShareGroups: true }])
  })
})
