import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { findSettingProblem } from './find-setting-problem.js'
import { sensitiveSettings, settingsTable } from './settings.js'

describe('settings', () => {
  it('are what the installed library documents', () => {
    const script = join(import.meta.dirname, '..', 'scripts', 'generate-settings.mjs')
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
    // 3: the library's tables are not installed here.
    expect([0, 3]).toContain(status)
    if (status !== 0) expect(stderr).toMatch(/install/)
  })

  it('know kinds, ranges, words and aliases', () => {
    expect(settingsTable.get('session.timeout.ms')).toMatchObject({
      clients: 'consumer',
      type: 'integer',
      min: 1,
      max: 3_600_000,
      initial: '45000',
    })
    expect(settingsTable.get('acks')).toMatchObject({ clients: 'producer', aliasOf: 'request.required.acks', values: ['all'] })
    expect(settingsTable.get('security.protocol')).toMatchObject({
      type: 'enum',
      values: ['plaintext', 'ssl', 'sasl_plaintext', 'sasl_ssl'],
    })
    expect(settingsTable.has('rebalance_cb')).toBe(false)
    expect(settingsTable.size).toBeGreaterThan(150)
  })

  it('name the secrets', () => {
    expect([...sensitiveSettings]).toEqual(
      expect.arrayContaining(['sasl.password', 'ssl.key.pem', 'ssl.key.password', 'sasl.oauthbearer.client.secret']),
    )
    expect(sensitiveSettings.has('sasl.oauthbearer.client.credentials.client.secret')).toBe(true)
    expect(sensitiveSettings.has('client.id')).toBe(false)
  })

  it.each([
    ['session.timeout.ms', 6000, 'consumer', null],
    ['session.timeout.ms', undefined, 'consumer', null],
    ['session.timeout.ms', '6000', 'consumer', null],
    ['session.timeout.ms', 0, 'consumer', 'must be from 1 to 3600000'],
    ['session.timeout.ms', 'soon', 'consumer', 'must be a whole number'],
    ['session.timeout.ms', '', 'consumer', 'must be a whole number'],
    ['linger.ms', 0.5, 'producer', null],
    ['acks', 'all', 'producer', null],
    ['acks', 'most', 'producer', "must be a whole number, or 'all'"],
    ['acks', 'all', 'consumer', 'is a property of producers, not of this client'],
    ['security.protocol', 'SASL_SSL', 'admin', null],
    ['security.protocol', 'tls', 'admin', 'must be one of plaintext, ssl, sasl_plaintext, sasl_ssl'],
    ['enable.idempotence', 'yes', 'producer', 'must be true or false'],
    ['enable.idempotence', true, 'producer', null],
    ['bootstrap.server', 'a', 'admin', 'is not a property of librdkafka'],
    ['client.id', {}, 'admin', 'must be a string, a number or a boolean'],
  ] as const)('%s = %p of a %s: %p', (name, value, client, problem) => {
    expect(findSettingProblem(name, value, client)).toBe(problem)
  })
})
