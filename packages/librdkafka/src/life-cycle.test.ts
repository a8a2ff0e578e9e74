import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { MockCluster } from './mock-cluster.js'
import { ConsumerDriver } from './test-drivers/consumer-driver.js'
import { ProducerDriver } from './test-drivers/producer-driver.js'
import { runProgram } from './test-drivers/run-program.js'

jest.setTimeout(120_000)

const orders = { topic: 'orders', partition: 0 }

interface Count {
  readonly threads: number
  readonly files: number
}

describe('destroy while something is going on', () => {
  let mock: MockCluster
  let driver: ConsumerDriver

  beforeEach(async () => {
    mock = new MockCluster()
    mock.setGroup({ initialRebalanceDelayMs: 0 })
    mock.createTopic('orders', 2)
    driver = new ConsumerDriver({ 'bootstrap.servers': mock.bootstrapServers, 'group.id': 'billing' })
    driver.consumer.subscribe(['orders'])
    await driver.until(() => driver.of('assign').length > 0)
    // rd_kafka_destroy waits for the answer to a commit, at most socket.timeout.ms.
    mock.setRtt(1, 3000)
  })

  afterEach(async () => {
    await driver.destroy()
    mock.destroy()
  })

  it.each<[string, () => Promise<unknown>]>([
    ['commit', () => driver.consumer.commit([{ ...orders, offset: 1 }])],
    ['committed', () => driver.consumer.committed([orders], 30_000)],
    ['metadata of all topics', () => driver.consumer.metadata(null, { timeoutMs: 30_000 })],
    ['metadata', () => driver.consumer.metadata(['orders'], { timeoutMs: 30_000 })],
    ['listOffsets', () => driver.consumer.listOffsets([{ ...orders, at: 'latest' }])],
  ])('%s is rejected with _DESTROY', async (_, begin) => {
    const refused = expect(begin()).rejects.toMatchObject({ name: '_DESTROY' })
    await driver.destroy()
    await refused
  })

  it('a seek is answered or rejected, never forgotten', async () => {
    const seek = driver.consumer.seek([{ ...orders, offset: 0 }], 30_000).then(
      () => 'answered',
      (error: Error) => error.name,
    )
    await driver.destroy()
    expect(['answered', '_DESTROY']).toContain(await seek)
  })

  it('close is cut short', async () => {
    driver.consumer.close()
    await driver.destroy()
  })

  it('flush is rejected, records that wait are dropped', async () => {
    const producer = new ProducerDriver({ 'bootstrap.servers': mock.bootstrapServers })
    producer.producer.produce(producer.batchOf([{ topic: 'orders', value: 'a' }]))
    const refused = expect(producer.producer.flush(30_000)).rejects.toMatchObject({ name: '_DESTROY' })
    await producer.destroy()
    await refused
  })

  it('answers the same promise twice, null to polls, _DESTROY to calls', async () => {
    const { consumer } = driver
    const first = consumer.destroy()
    expect(consumer.destroy()).toBe(first)
    expect([consumer.serve(), consumer.take(10, 10), consumer.ready()]).toEqual([null, null, false])
    expect(() => consumer.subscribe(['orders'])).toThrow(expect.objectContaining({ name: '_DESTROY' }))
    await expect(consumer.commit([{ ...orders, offset: 1 }])).rejects.toMatchObject({ name: '_DESTROY' })
    await first
    expect([consumer.serve(), consumer.take(10, 10), consumer.ready()]).toEqual([null, null, false])
    expect(consumer.destroyed).toBe(true)
    consumer.unref()
    consumer.release(0)
  })

  // A list, message or event that is not given back makes the destruction wait for ever.
  it('leaves nothing behind that the destruction would wait for', async () => {
    mock.setRtt(1, 0)
    const { consumer } = driver
    const offsets = [{ ...orders, offset: 0, metadata: 'm', leaderEpoch: 0 }]
    consumer.assignment()
    consumer.position([orders])
    consumer.pause([orders])
    consumer.resume([orders])
    consumer.subscription()
    await Promise.all([consumer.commit(offsets), consumer.committed([orders], 5000), consumer.seek(offsets, 5000), consumer.metadata(null)])
    const producer = new ProducerDriver({ 'bootstrap.servers': mock.bootstrapServers })
    producer.producer.produce(producer.batchOf(Array.from({ length: 100 }, () => ({ topic: 'orders', value: 'a', headers: [['a', 'b']] }))))
    await driver.until(() => driver.records.length > 10)
    await Promise.all([producer.destroy(), driver.destroy()])
  })
})

describe('the end of a process', () => {
  it.each([
    ['exit', 7],
    ['exit-while-waiting', 7],
    ['throw', 1],
    ['unref', 0],
  ])('%s with live clients ends with code %p', async (way, code) => {
    expect(await runProgram('end-with-live-clients.mjs', [way])).toMatchObject({ code, signal: null, output: 'ready\n' })
  })

  it.each(['producer', 'share-consumer'])('a wake of a %s that throws is an uncaught exception', async (kind) => {
    const { code, errors } = await runProgram('wake-throws.mjs', [kind])
    expect(code).toBe(1)
    expect(errors).toMatch(/Error: from the wake/)
    expect(await runProgram('wake-throws.mjs', [kind, 'caught'])).toMatchObject({ code: 0, output: 'caught from the wake\n' })
  })

  it('clients are collected after destroy, not before', async () => {
    expect(await runProgram('collect.mjs')).toMatchObject({ code: 0, output: 'destroyed\n' })
  })
})

describe('threads and files', () => {
  const countsOf = async (program: string, args: readonly string[] = []): Promise<Count[]> => {
    const end = await runProgram(program, args)
    expect(end).toMatchObject({ code: 0, errors: '' })
    return JSON.parse(end.output) as Count[]
  }

  it('are given back by workers that end with live clients', async () => {
    const runs = await countsOf('end-workers.mjs')
    expect(runs.at(-1)!.threads).toBeLessThanOrEqual(runs[0]!.threads)
    expect(runs.at(-1)!.files).toBeLessThanOrEqual(runs[0]!.files)
  })

  it('do not grow by opening and closing', async () => {
    const [early, late] = await countsOf('open-and-close.mjs', ['200'])
    expect(late!.threads).toBeLessThanOrEqual(early!.threads)
    expect(late!.files).toBeLessThanOrEqual(early!.files + 2)
  })
})
