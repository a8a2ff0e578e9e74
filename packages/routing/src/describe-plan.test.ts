import { fixed, topic, topics } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { consumerGroup } from './consumer-group.js'
import { describePlan } from './describe-plan.js'
import { describeValues } from './describe-values.js'
import { shareGroup } from './share-group.js'
import { shareGroupConfigs } from './share-group-configs.js'
import { compileWithBrokers } from './testing/compile-with-brokers.js'

class Charge {
  consume() {}
}
const { plan } = compileWithBrokers(
  [
    consumerGroup('billing', (group) => {
      group.options({ kafka: { 'sasl.password': 'hunter2' } })
      group.topic(topic('orders'), { consumer: Charge, retry: { attempts: 5, backoff: fixed('1s') }, deadLetter: true, timeout: '3s' })
      group.topic([topic('a'), topics(/^b/)], { consumer: Charge })
      group.topic(topic('c'), { consumer: Charge, deadLetter: false, whenExhausted: 'hold' })
    }),
    shareGroup('jobs', (group) => {
      group.settings({ lockDuration: '30s', offsetReset: '-90s', maxRecordLocks: 500 })
      group.topic(topic('images'), { consumer: Charge, concurrency: 32, deadLetter: { broker: 'dlq.jobs', afterDeliveries: 2 } })
      group.topic(topic('videos'), { consumer: Charge, deadLetter: { topic: () => 'x' } })
    }),
  ],
  { drain: '5s' },
)

describe('describePlan', () => {
  it('has a row for each route', () => {
    expect(describePlan(plan)).toMatchObject([
      {
        kind: 'consumer',
        group: 'billing',
        cluster: 'default',
        topic: 'orders',
        consumer: 'Charge',
        concurrency: 'partitions',
        retry: '5, every 1000ms',
        deadLetter: 'dlq.orders',
      },
      {
        topic: 'a, /^b/',
        retry: '5, exponential from 250ms to 30000ms',
        deadLetter: 'dlq.<topic>',
        whenExhausted: '-',
      },
      { topic: 'c', deadLetter: 'none', whenExhausted: 'hold' },
      {
        kind: 'share',
        topic: 'images',
        concurrency: '32',
        members: 'auto',
        retry: '5, exponential from 250ms to 30000ms',
        deadLetter: 'dlq.jobs by the broker after 2 deliveries',
        settings: 'policy=initialize offsetReset=by_duration:PT90S lockDuration=30000ms maxRecordLocks=500',
      },
      { topic: 'videos', deadLetter: 'by function' },
    ])
  })
})

describe('describeValues', () => {
  it('has every value with its origin, and no secrets', () => {
    const rows = describeValues(plan)
    expect(rows).toEqual(
      expect.arrayContaining([
        { path: 'worker.drainMs', value: '5000', origin: 'worker' },
        { path: 'worker.startTimeoutMs', value: '60000', origin: 'default' },
        { path: 'cluster(default).kafka.bootstrap.servers', value: '"localhost:9092"', origin: 'worker' },
        { path: 'group(billing).kafka.bootstrap.servers', value: '"localhost:9092"', origin: 'worker' },
        { path: 'group(billing).kafka.sasl.password', value: '"[redacted]"', origin: 'group' },
        { path: 'group(billing).drainMs', value: '5000', origin: 'worker' },
        { path: 'group(billing).topic(orders).timeoutMs', value: '3000', origin: 'route' },
        {
          path: 'group(billing).topic(orders).recovery.retry.backoff',
          value: '{"kind":"fixed","delayMs":1000,"jitter":false}',
          origin: 'route',
        },
        { path: 'group(billing).topic(a+/^b/).ordering', value: '"partition"', origin: 'default' },
        { path: 'group(jobs).settings.lockDurationMs', value: '30000', origin: 'group' },
      ]),
    )
    expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length)
    expect(JSON.stringify(rows)).not.toContain('hunter2')
  })
})

describe('shareGroupConfigs', () => {
  it('are the names and texts of Kafka, only for what was given', () => {
    const group = plan.groups[1]
    expect(group?.kind === 'share' ? shareGroupConfigs(group.settings) : null).toEqual([
      { setting: 'offsetReset', config: 'share.auto.offset.reset', value: 'by_duration:PT90S' },
      { setting: 'lockDuration', config: 'share.record.lock.duration.ms', value: '30000' },
      { setting: 'maxRecordLocks', config: 'share.partition.max.record.locks', value: '500' },
    ])
    expect(shareGroupConfigs(null)).toEqual([])
  })
})
