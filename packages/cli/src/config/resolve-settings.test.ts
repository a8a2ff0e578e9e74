import { describe, expect, it } from '@jest/globals'
import { resolveSettings } from './resolve-settings.js'
import { readWorkerFlags } from './worker-flag.js'

describe('resolveSettings', () => {
  it('prefers flag to variable to default, and says which it was', () => {
    const flags = { 'until-idle': '1s' }
    const variables = { SAMSA_UNTIL_IDLE: '2s' }
    const untilIdle = (sources: Parameters<typeof resolveSettings>[0]) => resolveSettings(sources).settings.untilIdleMs
    expect(untilIdle({ flags, variables })).toEqual({ value: 1_000, origin: 'flag' })
    expect(untilIdle({ flags: {}, variables })).toEqual({ value: 2_000, origin: 'environment' })
    expect(untilIdle({ flags: {}, variables: { SAMSA_UNTIL_IDLE: '' } })).toEqual({ value: null, origin: 'default' })
  })

  it('reads lists, switches, words and milliseconds', () => {
    const variables = { SAMSA_TOPIC: 'orders, payments', SAMSA_LOG_RECORDS: '1', SAMSA_UNTIL_IDLE: '500', SAMSA_LOG_FORMAT: 'pretty' }
    const { settings, problems } = resolveSettings({ flags: { group: ['billing', 'mail'], embedded: true }, variables })
    expect(problems).toEqual([])
    expect([settings.groups.value, settings.topics.value]).toEqual([
      ['billing', 'mail'],
      ['orders', 'payments'],
    ])
    expect([settings.embedded.value, settings.logRecords.value, settings.untilIdleMs.value, settings.logFormat.value]).toEqual([
      true,
      true,
      500,
      'pretty',
    ])
  })

  it('tells every value that cannot be used, each where it was given', () => {
    const { problems } = resolveSettings({
      flags: { 'until-idle': '5 minutes', 'group': [''] },
      variables: { SAMSA_LOG_LEVEL: 'loud', SAMSA_EMBEDDED: 'maybe' },
    })
    expect(problems.map(({ from }) => from).sort()).toEqual(['--group', '--until-idle', 'SAMSA_EMBEDDED', 'SAMSA_LOG_LEVEL'])
  })
})

describe('readWorkerFlags', () => {
  it('passes on what stands before the options of the config', () => {
    expect(readWorkerFlags({ drain: '10s' }, { SAMSA_DRAIN: '1s', SAMSA_HEALTH_PORT: '8080', SAMSA_NAME: '' })).toEqual([
      { path: 'drain', value: '10s', origin: 'flag' },
      { path: 'health.port', value: 8080, origin: 'environment' },
    ])
  })
})
