import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { ClientSettings } from './client-settings.js'
import { GroupConsumer } from './group-consumer.js'
import { MockCluster } from './mock-cluster.js'
import { ConsumerDriver } from './test-drivers/consumer-driver.js'
import { Waiting } from './test-drivers/waiting.js'

jest.setTimeout(60_000)

const consumerGroupHeartbeat = 68
let mock: MockCluster

beforeEach(() => {
  mock = new MockCluster()
  mock.createTopic('orders', 2)
  mock.setGroup({ initialRebalanceDelayMs: 0, consumerHeartbeatIntervalMs: 100 })
})

afterEach(() => mock.destroy())

describe('a group consumer that is destroyed with an assignment unanswered', () => {
  it.each<[string, ClientSettings]>([
    ['range', { 'partition.assignment.strategy': 'range' }],
    ['cooperative-sticky', { 'partition.assignment.strategy': 'cooperative-sticky' }],
    // librdkafka 2.15.1 waits for the answer for ever
    ['consumer', { 'group.protocol': 'consumer', 'session.timeout.ms': undefined, 'heartbeat.interval.ms': undefined }],
  ])('ends (%s)', async (_, settings) => {
    const driver = new ConsumerDriver({ 'bootstrap.servers': mock.bootstrapServers, 'group.id': 'billing', ...settings })
    driver.answersAtOnce = false
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.of('assign').length > 0)
    await driver.destroy()
  })
})

describe('a group consumer that is destroyed with an assignment that nobody has fetched', () => {
  it('ends', async () => {
    mock.startRequestTracking()
    const consumer = new GroupConsumer(
      { 'bootstrap.servers': mock.bootstrapServers, 'group.id': 'billing', 'group.protocol': 'consumer' },
      () => undefined,
    )
    consumer.subscribe(['orders'])
    const waiting = new Waiting(() => undefined)
    const heartbeats = (): number => mock.requests().filter(({ apiKey }) => apiKey === consumerGroupHeartbeat).length
    await waiting.until(() => heartbeats() > 2)
    waiting.end()
    await consumer.destroy()
  })
})

describe('a group consumer that is destroyed while it closes', () => {
  it('tells nothing that could not be answered any more', async () => {
    const settings = { 'bootstrap.servers': mock.bootstrapServers, 'group.id': 'billing', 'debug': 'generic' }
    let woken = (): void => undefined
    const something = new Promise<void>((resolve) => (woken = resolve))
    const consumer = new GroupConsumer(settings, () => woken())
    await something
    // polls by itself, so that events wait
    consumer.close()
    const destroyed = consumer.destroy()
    expect(consumer.serve()).toBeNull()
    await destroyed
  })
})
