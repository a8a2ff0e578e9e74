import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { ownedKafkaSettings } from './owned-kafka-settings.js'

describe('ownedKafkaSettings', () => {
  const generated = readFileSync(new URL('generated/librdkafka-settings.ts', import.meta.url), 'utf8')

  it.each(Object.entries(ownedKafkaSettings))('%s exists, and its sentence says what to use instead', (name, sentence) => {
    expect(name === 'group.protocol.type' || generated.includes(`'${name}'?:`)).toBe(true)
    expect(sentence).toMatch(/^[^:]+: .+$/)
    expect(sentence.length).toBeLessThanOrEqual(130)
  })
})
