import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { MockCluster } from './mock-cluster.js'
import { ConsumerDriver } from './test-drivers/consumer-driver.js'
import { ProducerDriver } from './test-drivers/producer-driver.js'

jest.setTimeout(60_000)

describe('GroupConsumer', () => {
  let mock: MockCluster
  let drivers: { destroy: () => Promise<void> }[]

  beforeEach(() => {
    mock = new MockCluster()
    mock.setGroup({ initialRebalanceDelayMs: 0 })
    mock.createTopic('orders', 4)
    drivers = []
  })

  afterEach(async () => {
    await Promise.all(drivers.map((driver) => driver.destroy()))
    mock.destroy()
  })

  const consume = (settings = {}): ConsumerDriver => {
    const driver = new ConsumerDriver({ 'bootstrap.servers': mock.bootstrapServers, 'group.id': 'billing', ...settings })
    drivers.push(driver)
    return driver
  }

  const produce = async (count: number, partitions = 4): Promise<void> => {
    const driver = new ProducerDriver({ 'bootstrap.servers': mock.bootstrapServers })
    const value = (index: number): string => `value ${index}`
    await driver.send(
      Array.from({ length: count }, (_, index) => ({
        topic: 'orders',
        partition: index % partitions,
        key: `key ${index}`,
        value: value(index),
      })),
    )
    await driver.destroy()
  }

  it('delivers every record once, in the order of its partition', async () => {
    await produce(4000)
    const driver = consume()
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.records.length >= 4000)
    for (let partition = 0; partition < 4; partition++) {
      const queue = driver.consumer.openQueue('orders', partition)
      expect(driver.records.filter((record) => record.queue === queue).map((record) => record.offset)).toEqual([...Array(1000).keys()])
    }
    expect(driver.records.every(({ key, value }) => key?.slice(4) === value?.slice(6))).toBe(true)
  })

  it('carries null and empty keys and values, headers and timestamps', async () => {
    const sender = new ProducerDriver({ 'bootstrap.servers': mock.bootstrapServers })
    await sender.send([
      { topic: 'orders', partition: 0, key: null, value: null },
      { topic: 'orders', partition: 0, key: '', value: '', timestamp: 1_700_000_000_000 },
      {
        topic: 'orders',
        partition: 0,
        key: 'k',
        value: 'ümläut',
        headers: [
          ['trace', 'abc'],
          ['none', null],
          ['empty', ''],
          ['trace', 'second'],
        ],
      },
    ])
    await sender.destroy()
    const driver = consume()
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.records.length === 3)
    const [first, second, third] = driver.records
    expect(first).toMatchObject({ key: null, value: null, headers: [] })
    expect(second).toMatchObject({ key: '', value: '', timestamp: 1_700_000_000_000 })
    expect(third).toMatchObject({
      key: 'k',
      value: 'ümläut',
      headers: [
        ['trace', 'abc'],
        ['none', null],
        ['empty', ''],
        ['trace', 'second'],
      ],
    })
  })

  it('subscribes by regular expression, and leaves', async () => {
    const driver = consume()
    driver.consumer.subscribe(['^ord.*'])
    expect(driver.consumer.subscription()).toEqual(['^ord.*'])
    await driver.until(() => driver.of('assign').length > 0)
    driver.consumer.unsubscribe()
    await driver.until(() => driver.of('revoke').length > 0)
    expect(driver.consumer.assignment()).toEqual([])
  })

  it('waits for an assignment that is answered late', async () => {
    await produce(100)
    const driver = consume()
    driver.answersAtOnce = false
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.of('assign').length > 0)
    expect(driver.records).toEqual([])
    const { consumer } = driver
    await consumer.committed([{ topic: 'orders', partition: 0 }], 5000)
    driver.answer(driver.of('assign')[0]!)
    await driver.until(() => driver.records.length === 100)
    expect(consumer.rebalanceProtocol()).toBe('EAGER')
    expect(consumer.memberId()).not.toBeNull()
  })

  it('answers an assignment without partitions', async () => {
    const settings = { 'partition.assignment.strategy': 'cooperative-sticky' }
    mock.createTopic('narrow', 1)
    const first = consume(settings)
    first.consumer.subscribe(['narrow'])
    await first.until(() => first.of('assign').length > 0)
    const second = consume(settings)
    second.consumer.subscribe(['narrow'])
    await second.until(() => second.of('assign').length > 0)
    const counts = [...first.of('assign'), ...second.of('assign')].map((event) => event.list.length)
    expect(counts).toContain(0)
    expect(first.of('assign')[0]!.protocol).toBe('COOPERATIVE')
  })

  it('commits with metadata and reads it back; without a position there is none', async () => {
    const driver = consume()
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.of('assign').length > 0)
    const result = await driver.consumer.commit([{ topic: 'orders', partition: 1, offset: 7, metadata: 'note' }])
    expect(result).toEqual([expect.objectContaining({ topic: 'orders', partition: 1, offset: 7, errno: 0 })])
    const committed = await driver.consumer.committed(
      [
        { topic: 'orders', partition: 1 },
        { topic: 'orders', partition: 2 },
      ],
      5000,
    )
    expect(committed.map(({ offset, metadata }) => [offset, metadata])).toEqual([
      [7, 'note'],
      [-1001, null],
    ])
    expect(await driver.consumer.commit([])).toEqual([])
  })

  it('rejects a commit that Kafka refuses, with the result of each partition', async () => {
    const driver = consume()
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.of('assign').length > 0)
    mock.pushRequestErrors(8, [22])
    const refused = driver.consumer.commit([{ topic: 'orders', partition: 0, offset: 1 }])
    await expect(refused).rejects.toMatchObject({
      name: 'ILLEGAL_GENERATION',
      errno: 22,
      partitions: [{ topic: 'orders', partition: 0, errno: 22 }],
    })
  })

  it('survives commits that librdkafka makes by itself', async () => {
    await produce(40)
    const driver = consume({ 'enable.auto.commit': true, 'enable.auto.offset.store': true, 'auto.commit.interval.ms': 50 })
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.of('offsets-committed').length > 0)
    expect(driver.of('offsets-committed')[0]!.errno).toBe(0)
  })

  it('holds a partition back without fetching again: exactly as many records as were sent', async () => {
    await produce(20_000)
    const driver = consume({ 'queued.max.messages.kbytes': 64, 'queued.min.messages': 500, 'fetch.queue.backoff.ms': 1 })
    const { consumer } = driver
    const held = consumer.openQueue('orders', 2)
    consumer.hold(held)
    consumer.subscribe(['orders'])
    await driver.until(() => driver.records.length === 15_000 && consumer.queueLength(held) > 0)
    expect(consumer.ready()).toBe(false)
    expect(driver.records.some((record) => record.queue === held)).toBe(false)
    consumer.release(held)
    await driver.until(() => driver.records.length >= 20_000)
    expect(driver.records.filter((record) => record.queue === held).map((record) => record.offset)).toEqual([...Array(5000).keys()])
    expect(driver.records).toHaveLength(20_000)
  })

  it('keeps the queue of a partition through revocation and new assignment', async () => {
    await produce(400)
    const driver = consume()
    const { consumer } = driver
    consumer.subscribe(['orders'])
    await driver.until(() => driver.records.length === 400)
    consumer.unsubscribe()
    await driver.until(() => driver.of('revoke').length === 1)
    consumer.subscribe(['orders'])
    await driver.until(() => driver.records.length === 800)
    expect(new Set(driver.records.map((record) => record.queue))).toEqual(new Set([0, 1, 2, 3]))
    expect(driver.of('consumer-error')).toEqual([])
  })

  it('does not let one partition starve the others', async () => {
    await produce(8000)
    const driver = consume()
    driver.takes = false
    driver.consumer.subscribe(['orders'])
    await driver.until(() => [0, 1, 2, 3].every((queue) => driver.of('assign').length > 0 && driver.consumer.queueLength(queue) >= 2000))
    const batch = driver.consumer.take(2000, 1 << 20)!
    const queues = new Set(batch.runs.filter((_, index) => index % 3 === 0))
    expect(batch.length).toBe(2000)
    expect(queues.size).toBe(4)
    expect(driver.consumer.take(0, 1 << 20)).toBeNull()
  })

  it('stays near the limit of bytes', async () => {
    const sender = new ProducerDriver({ 'bootstrap.servers': mock.bootstrapServers })
    await sender.send(Array.from({ length: 400 }, () => ({ topic: 'orders', partition: 0, value: 'x'.repeat(5000) })))
    await sender.destroy()
    const driver = consume()
    driver.takes = false
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.of('assign').length > 0 && driver.consumer.queueLength(driver.consumer.openQueue('orders', 0)) >= 400)
    expect(driver.consumer.take(1000, 10_000)!.length).toBeLessThanOrEqual(16)
    expect(driver.consumer.take(1000, 50_000)!.length).toBeLessThanOrEqual(12)
  })

  it('tells the end of partitions and positions', async () => {
    await produce(40)
    const driver = consume({ 'enable.partition.eof': true })
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.of('eof').length === 4 && driver.records.length === 40)
    expect(driver.of('eof').every(({ offset }) => offset === 10)).toBe(true)
    expect(driver.consumer.position([{ topic: 'orders', partition: 3 }])).toEqual([expect.objectContaining({ offset: 10, errno: 0 })])
    expect(driver.consumer.watermarks('orders', 3)).toEqual({ low: 0, high: 10 })
  })

  it('pauses and resumes from the position', async () => {
    await produce(40)
    const driver = consume()
    const all = [0, 1, 2, 3].map((partition) => ({ topic: 'orders', partition }))
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.records.length === 40)
    expect(driver.consumer.pause(all).every(({ errno }) => errno === 0)).toBe(true)
    await produce(40)
    await driver.consumer.listOffsets([{ topic: 'orders', partition: 0, at: 'latest' }])
    expect(driver.records).toHaveLength(40)
    driver.consumer.resume(all)
    await driver.until(() => driver.records.length === 80)
    expect(driver.consumer.pause([{ topic: 'unknown', partition: 0 }])[0]!.errno).toBe(-190)
  })

  it('seeks back', async () => {
    await produce(40)
    const driver = consume()
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.records.length === 40)
    await driver.consumer.seek([{ topic: 'orders', partition: 1, offset: 4 }], 5000)
    await driver.until(() => driver.records.length === 46)
    expect(driver.records.slice(40).map(({ offset }) => offset)).toEqual([4, 5, 6, 7, 8, 9])
  })

  it('names what is wrong: an unknown topic, an offset out of range', async () => {
    await produce(8)
    mock.deleteRecords('orders', 0, 2)
    const driver = consume({ 'auto.offset.reset': 'error' })
    driver.consumer.subscribe(['missing'])
    await driver.until(() => driver.of('consumer-error').some(({ topic, name }) => topic === 'missing' && name === 'UNKNOWN_TOPIC_OR_PART'))
    driver.consumer.unsubscribe()
    driver.consumer.assign([{ topic: 'orders', partition: 0, offset: 0 }])
    await driver.until(() => driver.of('consumer-error').some(({ name }) => name === '_AUTO_OFFSET_RESET'))
    const [reset] = driver.of('consumer-error').filter(({ name }) => name === '_AUTO_OFFSET_RESET')
    expect(reset).toMatchObject({ topic: 'orders', partition: 0, offset: 0, queue: driver.consumer.openQueue('orders', 0) })
  })

  it('asks brokers for topics and offsets', async () => {
    await produce(40)
    const driver = consume()
    const { topics, brokers } = await driver.consumer.metadata(['orders', 'missing'])
    expect(topics.map(({ topic, errno, partitions }) => [topic, errno, partitions.length])).toEqual([
      ['orders', 0, 4],
      ['missing', 3, 0],
    ])
    expect(brokers).toHaveLength(1)
    const listed = await driver.consumer.listOffsets([
      { topic: 'orders', partition: 0, at: 'earliest' },
      { topic: 'orders', partition: 1, at: 'latest' },
    ])
    expect(listed.map(({ offset }) => offset).toSorted((left, right) => left - right)).toEqual([0, 10])
  })

  it('refuses wrong settings by name', () => {
    expect(() => consume({ 'auto.offset.reset': 'sometimes' })).toThrow(
      expect.objectContaining({ name: 'ConfigError', property: 'auto.offset.reset' }),
    )
    expect(() => consume({ 'no.such.thing': 1 })).toThrow(/no\.such\.thing/)
  })

  // librdkafka then ends the group without waiting for the answer; one that comes too late must not wait for the group for ever.
  it.each(['range', 'cooperative-sticky'])('closes although an assignment is not answered (%s)', async (strategy) => {
    const driver = consume({ 'partition.assignment.strategy': strategy })
    driver.answersAtOnce = false
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.of('assign').length > 0)
    driver.consumer.close()
    driver.answer(driver.of('assign')[0]!)
    await driver.until(() => driver.of('closed').length > 0 || driver.of('revoke').length > 0)
    driver.of('revoke').forEach((event) => driver.answer(event))
    await driver.until(() => driver.of('closed').length > 0)
    driver.answer(driver.of('assign')[0]!)
    expect(() => driver.consumer.subscribe(['orders'])).toThrow(/closing/)
    expect(driver.consumer.rebalanceProtocol()).toMatch(/EAGER|COOPERATIVE/)
  })

  it.each(['range', 'cooperative-sticky'])('closes although a revocation is not answered (%s)', async (strategy) => {
    const driver = consume({ 'partition.assignment.strategy': strategy })
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.of('assign').length > 0)
    driver.answersAtOnce = false
    driver.consumer.unsubscribe()
    await driver.until(() => driver.of('revoke').length > 0)
    driver.consumer.close()
    await driver.until(() => driver.of('closed').length > 0)
    driver.answer(driver.of('revoke')[0]!)
  })

  it('commits while it closes, and takes nothing more', async () => {
    await produce(40)
    const driver = consume()
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.records.length === 40)
    driver.answersAtOnce = false
    driver.consumer.close()
    await driver.until(() => driver.of('revoke').length === 1)
    expect(driver.consumer.take(10, 1000)).toBeNull()
    const commit = driver.consumer.commit([{ topic: 'orders', partition: 0, offset: 10 }])
    await expect(commit).resolves.toEqual([expect.objectContaining({ errno: 0 })])
    driver.answer(driver.of('revoke')[0]!)
    await driver.until(() => driver.of('closed').length === 1)
  })
})
