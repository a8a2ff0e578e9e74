import { describe, expect, it } from '@jest/globals'
import { tlsOptions } from './security.js'

describe('tlsOptions', () => {
  it('is none for listeners in plain text', () => {
    expect(tlsOptions({})).toBeNull()
    expect(tlsOptions({ 'security.protocol': 'SASL_PLAINTEXT', 'ssl.ca.location': '/nowhere' })).toBeNull()
  })

  it('takes what librdkafka takes', () => {
    expect(
      tlsOptions({
        'security.protocol': 'sasl_ssl',
        'ssl.ca.pem': 'CA',
        'ssl.certificate.pem': 'C',
        'ssl.key.pem': 'K',
        'ssl.key.password': 'p',
        'ssl.endpoint.identification.algorithm': 'none',
      }),
    ).toEqual({ ca: 'CA', cert: 'C', key: 'K', passphrase: 'p', rejectUnauthorized: true, checkServerIdentity: expect.any(Function) })
    expect(tlsOptions({ 'security.protocol': 'SSL', 'ssl.ca.location': 'probe', 'enable.ssl.certificate.verification': 'false' })).toEqual({
      rejectUnauthorized: false,
    })
    expect(() => tlsOptions({ 'security.protocol': 'ssl', 'ssl.ca.location': '/nowhere/ca.pem' })).toThrow('/nowhere/ca.pem')
  })
})
