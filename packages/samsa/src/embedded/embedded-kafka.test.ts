import { describe, expect, it } from '@jest/globals'
import { string, topic, topics } from '@samsa/contracts'
import { compileRoutes, consumerGroup, defineRoutes, defineWorker } from '@samsa/routing'
import { plannedTopics, startEmbeddedKafka } from './embedded-kafka.js'

class Handle {
  consume() {}
}
const plain = { value: string() }
const { plan, clusterSettings } = compileRoutes(
  defineWorker({
    clusters: { default: { 'bootstrap.servers': 'kafka:9092' }, archive: { 'bootstrap.servers': 'archive:9092' } },
    routes: defineRoutes(
      consumerGroup('one', (group) => {
        const retry = { on: [{ error: TypeError, action: { deadLetter: 'bugs' } }] }
        group.topic([topic('orders', plain), topic('refunds', plain)], { consumer: Handle, retry })
      }),
      consumerGroup('two', (group) => {
        group.options({ cluster: 'archive', deadLetter: 'dead' })
        group.topic(topic('orders', plain), { consumer: Handle })
        group.topic(topics(/^audit[.]/, plain), { consumer: Handle })
      }),
    ),
  }),
)

describe('plannedTopics', () => {
  it('names the topics that are read and those that dead letters go to, by cluster', () => {
    expect([...plannedTopics(plan)]).toEqual([
      ['default', ['bugs', 'dlq.orders', 'dlq.refunds', 'orders', 'refunds']],
      ['archive', ['dead', 'orders']],
    ])
  })
})

describe('startEmbeddedKafka', () => {
  it('starts a broker for each cluster and points the settings at it', () => {
    const kafka = startEmbeddedKafka(plan)
    const addresses = ['default', 'archive'].map(
      (cluster) => kafka.settings(cluster, clusterSettings.get(cluster) ?? {})['bootstrap.servers'],
    )
    expect(addresses.every((address) => /^127\.0\.0\.1:\d+$/.test(address ?? ''))).toBe(true)
    expect(new Set(addresses).size).toBe(2)
    expect([kafka.createTopic('default', 'named'), kafka.createTopic('default', 'named')]).toEqual([4, 4])
    kafka.close()
    kafka.close()
  })
})
