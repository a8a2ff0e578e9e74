import { describe, expect, it } from '@jest/globals'
import { isSensitiveSetting, redactSettings } from './sensitive-settings.js'

describe('redactSettings', () => {
  it("hides the library's list and what sounds like a secret, and nothing else", () => {
    expect(redactSettings({ 'bootstrap.servers': 'a:1', 'sasl.password': 'x', 'sasl.username': 'u', 'ssl.key.pem': 'k' })).toEqual({
      'bootstrap.servers': 'a:1',
      'sasl.password': '[redacted]',
      'sasl.username': '[redacted]',
      'ssl.key.pem': '[redacted]',
    })
    expect(['my.secret', 'API_TOKEN', 'plugin.password'].every(isSensitiveSetting)).toBe(true)
    expect(['client.rack', 'ssl.ca.location', 'security.protocol'].some(isSensitiveSetting)).toBe(false)
  })
})
