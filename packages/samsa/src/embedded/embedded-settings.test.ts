import { describe, expect, it } from '@jest/globals'
import { embeddedSettings } from './embedded-settings.js'

describe('embeddedSettings', () => {
  it('changes the address, leaves out what secures the way to a real broker, keeps the rest', () => {
    const real = {
      'bootstrap.servers': 'kafka:9093',
      'security.protocol': 'SASL_SSL',
      'sasl.password': 'x',
      'ssl.ca.location': '/ca',
      'max.poll.interval.ms': '60000',
    }
    expect(embeddedSettings(real, '127.0.0.1:1234')).toEqual({ 'bootstrap.servers': '127.0.0.1:1234', 'max.poll.interval.ms': '60000' })
  })
})
