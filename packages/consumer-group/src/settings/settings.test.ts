import { describe, expect, it } from '@jest/globals'
import type { ConsumerGroupSubscription, Subscription } from '@samsa/contracts'
import { divideBuffer } from './budget.js'
import { classicFallback, decideProtocol } from './protocol.js'
import { groupSettings } from './settings.js'

const options: ConsumerGroupSubscription = {
  kind: 'consumer',
  protocol: 'auto',
  assignor: null,
  instanceId: null,
  commit: 'periodic',
  commitIntervalMs: 1000,
}
const subscription: Subscription = {
  group: 'billing',
  cluster: 'default',
  topics: [],
  kafka: { 'bootstrap.servers': 'localhost:9092', 'topic.metadata.refresh.interval.ms': '1000', 'auto.offset.reset': 'earliest' },
  clientId: 'app-billing-0',
  drainMs: 25_000,
  bufferBytes: 32 * 1024 * 1024,
  isolation: 'read_committed',
  options,
}

describe('groupSettings', () => {
  it('puts the user over the defaults and the engine over the user', () => {
    const settings = groupSettings(subscription, options, decideProtocol(options, {}), 4)
    expect(settings).toMatchObject({
      'bootstrap.servers': 'localhost:9092',
      'topic.metadata.refresh.interval.ms': '1000',
      'fetch.queue.backoff.ms': '10',
      'fetch.wait.max.ms': '50',
      'reconnect.backoff.max.ms': '1000',
      'auto.offset.reset': 'error',
      'enable.auto.commit': 'false',
      'group.id': 'billing',
      'group.protocol': 'consumer',
      'isolation.level': 'read_committed',
    })
    expect(settings['heartbeat.interval.ms']).toBeUndefined()
  })

  it('speaks cooperative-sticky with quick heartbeats in a classic group', () => {
    const settings = groupSettings(subscription, { ...options, assignor: 'uniform', instanceId: 'a' }, classicFallback, 4)
    expect(settings).toMatchObject({
      'group.protocol': 'classic',
      'partition.assignment.strategy': 'cooperative-sticky',
      'heartbeat.interval.ms': '1000',
      'group.instance.id': 'a',
    })
    expect(settings['group.remote.assignor']).toBeUndefined()
  })
})

describe('divideBuffer', () => {
  it('shares the buffer, at least 64 KiB for each partition', () => {
    expect(divideBuffer(32 * 1024 * 1024, 4)).toEqual({
      'queued.max.messages.kbytes': '8192',
      'queued.min.messages': '17476',
      'fetch.message.max.bytes': '1048576',
    })
    expect(divideBuffer(1024, 500)).toEqual({
      'queued.max.messages.kbytes': '64',
      'queued.min.messages': '136',
      'fetch.message.max.bytes': '32768',
    })
    expect(divideBuffer(1024 * 1024, 0)['queued.max.messages.kbytes']).toBe('1024')
  })
})
