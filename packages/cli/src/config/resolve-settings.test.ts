import { describe, expect, it } from '@jest/globals'
import { resolveSettings } from './resolve-settings.js'

const none = { flags: {}, variables: {}, config: null }

describe('resolveSettings', () => {
  it('prefers flag to variable to config to default, and says which it was', () => {
    const flags = { drain: '1s' }
    const variables = { SAMSA_DRAIN: '2s' }
    const config = { drain: '3s' }
    const drain = (sources: Parameters<typeof resolveSettings>[0]) => resolveSettings(sources).settings.drainMs
    expect(drain({ flags, variables, config })).toEqual({ value: 1_000, origin: 'flag', from: '--drain' })
    expect(drain({ flags: {}, variables, config })).toEqual({ value: 2_000, origin: 'variable', from: 'SAMSA_DRAIN' })
    expect(drain({ flags: {}, variables: { SAMSA_DRAIN: '' }, config })).toEqual({ value: 3_000, origin: 'config', from: 'drain' })
    expect(drain(none)).toEqual({ value: 25_000, origin: 'default', from: 'default' })
  })

  it('reads lists, switches, ports and nested options', () => {
    const { settings, problems } = resolveSettings({
      flags: { group: ['billing', 'mail'], embedded: true },
      variables: { SAMSA_TOPIC: 'orders, payments', SAMSA_LOG_RECORDS: '1', SAMSA_UNTIL_IDLE: '500' },
      config: { health: { port: 8080, status: 'public' }, name: undefined },
    })
    expect(problems).toEqual([])
    expect(settings.groups.value).toEqual(['billing', 'mail'])
    expect(settings.topics.value).toEqual(['orders', 'payments'])
    expect([settings.embedded.value, settings.logRecords.value, settings.untilIdleMs.value]).toEqual([true, true, 500])
    expect(settings.healthPort).toEqual({ value: 8080, origin: 'config', from: 'health.port' })
    expect([settings.healthStatus.value, settings.name.origin]).toEqual(['public', 'default'])
  })

  it('tells every value that cannot be used, each where it was given', () => {
    const { problems } = resolveSettings({ flags: { drain: '5 minutes', 'health-port': '99999' }, variables: { SAMSA_LOG_LEVEL: 'loud', SAMSA_EMBEDDED: 'maybe' }, config: { startTimeout: '-5s' } })
    expect(problems.map(({ from }) => from).sort()).toEqual(['--drain', '--health-port', 'SAMSA_EMBEDDED', 'SAMSA_LOG_LEVEL', 'startTimeout'])
  })
})
