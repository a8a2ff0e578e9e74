import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { MockCluster } from './mock-cluster.js'
import { ConsumerDriver } from './test-drivers/consumer-driver.js'
import { ProducerDriver } from './test-drivers/producer-driver.js'

jest.setTimeout(60_000)

describe('transactions', () => {
  let mock: MockCluster
  let producer: ProducerDriver

  beforeEach(() => {
    mock = new MockCluster()
    mock.setGroup({ initialRebalanceDelayMs: 0 })
    mock.createTopic('orders', 1)
    producer = new ProducerDriver({
      'bootstrap.servers': mock.bootstrapServers,
      'transactional.id': 'invoices',
      'transaction.timeout.ms': 10_000,
    })
  })

  afterEach(async () => {
    await producer.destroy()
    mock.destroy()
  })

  it('commits records and offsets of a group together', async () => {
    const consumer = new ConsumerDriver({ 'bootstrap.servers': mock.bootstrapServers, 'group.id': 'billing' })
    consumer.consumer.subscribe(['orders'])
    await consumer.until(() => consumer.of('assign').length > 0)
    await producer.producer.initTransactions(10_000)
    await producer.producer.beginTransaction()
    await producer.send([{ topic: 'orders', partition: 0, value: 'a' }])
    await producer.producer.sendOffsets([{ topic: 'orders', partition: 0, offset: 5 }], consumer.consumer.groupMetadata(), 10_000)
    await producer.producer.commitTransaction(10_000)
    expect(producer.deliveries[0]!.errno).toBe(0)
    await consumer.close()
  })

  it('aborts, and begins anew', async () => {
    await producer.producer.initTransactions(10_000)
    await producer.producer.beginTransaction()
    await producer.send([{ topic: 'orders', partition: 0, value: 'a' }])
    await producer.producer.abortTransaction(10_000)
    await producer.producer.beginTransaction()
    await producer.send([{ topic: 'orders', partition: 0, value: 'b' }])
    await producer.producer.commitTransaction(10_000)
  })

  it('refuses what is out of order', async () => {
    await expect(producer.producer.beginTransaction()).rejects.toMatchObject({ name: '_STATE', fatal: false })
    await expect(producer.producer.sendOffsets([], new Uint8Array([1, 2, 3]), 100)).rejects.toMatchObject({ name: '_BAD_MSG' })
  })

  it('says that it is fenced, for good', async () => {
    await producer.producer.initTransactions(10_000)
    await producer.producer.beginTransaction()
    mock.pushRequestErrors(0, [47])
    await producer.send([{ topic: 'orders', partition: 0, value: 'a' }])
    const commit = producer.producer.commitTransaction(10_000)
    await expect(commit).rejects.toMatchObject({ name: expect.stringMatching(/FENCED|INVALID_PRODUCER_EPOCH/) })
  })

  it('ends within moments although initTransactions waits for a dead broker', async () => {
    mock.brokerDown(1)
    const waiting = producer.producer.initTransactions(60_000)
    const refused = expect(waiting).rejects.toMatchObject({ name: '_DESTROY' })
    await producer.destroy()
    await refused
  })
})
