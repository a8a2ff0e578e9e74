import { describe, expect, it } from '@jest/globals'
import { existsSync } from 'node:fs'
import { chooseKafkaVersion, kafkaVersions } from './kafka-version.js'

describe('chooseKafkaVersion', () => {
  it('takes what was asked for, then SAMSA_KAFKA_VERSION, then 4.4.0', () => {
    expect(chooseKafkaVersion('3.9.2', { SAMSA_KAFKA_VERSION: '4.2.2' })).toBe('3.9.2')
    expect(chooseKafkaVersion(undefined, { SAMSA_KAFKA_VERSION: '4.2.2' })).toBe('4.2.2')
    expect(chooseKafkaVersion(undefined, { SAMSA_KAFKA_VERSION: '' })).toBe('4.4.0')
  })

  it('names the releases there are', () => {
    expect(() => chooseKafkaVersion('1.0', {})).toThrow('no Kafka 1.0 in the testkit: choose 4.4.0, 4.2.2, 3.9.2')
  })

  it('has a pom.xml for each of them', () => {
    for (const version of kafkaVersions) expect(existsSync(new URL(`../../kafka/${version}/pom.xml`, import.meta.url))).toBe(true)
  })
})
