import { topic, topics } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { consumerGroup } from './consumer-group.js'
import { compileWithBrokers } from './testing/compile-with-brokers.js'
import { topicMatcher } from './topic-matcher.js'

class Charge {
  consume() {}
}

describe('matchers of patterns', () => {
  it('take what any flag allows', () => {
    expect(topicMatcher('^orders\\.').test('orders.eu')).toBe(true)
    expect(topicMatcher('^orders\\-v[12]$').test('orders-v2')).toBe(true)
    expect(topicMatcher('^[\\w--_]+$').test('orders_v2')).toBe(false)
  })

  it('so that a hyphen may be escaped wherever patterns are compared', () => {
    const { problems, bindings } = compileWithBrokers([
      consumerGroup('billing', (group) => {
        group.topic(topics(new RegExp('^orders\\-v')), { consumer: Charge })
        group.topic(topic('refunds'), { consumer: Charge, deadLetter: 'failed' })
      }),
    ])
    expect(problems).toEqual([])
    expect(bindings.get('billing//^orders\\-v/')?.source('orders-v2')).toBeDefined()
  })
})
