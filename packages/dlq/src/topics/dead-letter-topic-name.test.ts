import { describe, expect, it } from '@jest/globals'
import { deadLetterTopicName } from './dead-letter-topic-name.js'

describe('deadLetterTopicName', () => {
  it('puts the source in its place', () => {
    expect(deadLetterTopicName('dlq.<topic>', 'orders')).toBe('dlq.orders')
    expect(deadLetterTopicName('dlq.all', 'orders')).toBe('dlq.all')
    expect(deadLetterTopicName('dlq.<topic>', '$&')).toBe('dlq.$&')
  })
})
