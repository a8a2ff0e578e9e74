import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { systemClock, type ProducerPort, type SamsaError } from '@samsa/contracts'
import { MockCluster } from '@samsa/librdkafka'
import { createProducer } from './create-producer.js'
import type { KafkaSettings } from './producer-settings.js'
import { record, rejection } from './started-producer.fake.js'
import { writtenRecords } from './written-records.fake.js'

const topic = 'orders'
const partitions = 4
const produceApi = 0
const initProducerIdApi = 22

let cluster: MockCluster
let producers: ProducerPort[]
let troubles: SamsaError[]

beforeEach(() => {
  cluster = new MockCluster(1)
  cluster.createTopic(topic, partitions)
  producers = []
  troubles = []
})

afterEach(async () => {
  for (const producer of producers) await producer.close(systemClock.now() + 100)
  cluster.destroy()
})

function open(kafka: KafkaSettings = {}): ProducerPort {
  const observer = { trouble: (error: SamsaError) => void troubles.push(error), libraryLog: () => undefined }
  const producer = createProducer({
    kafka: { 'bootstrap.servers': cluster.bootstrapServers, ...kafka },
    cluster: 'default',
    clientId: 'shop',
    observer,
    clock: systemClock,
  })
  producers.push(producer)
  return producer
}

describe('what is written', () => {
  it('is what was sent: keys, values, headers, timestamps, partitions, null and empty', async () => {
    const producer = open()
    const headers = [
      ['trace', 'a'],
      ['trace', 'b'],
      ['none', null],
      ['empty', ''],
      ['bytes', Buffer.from('ü')],
    ] as const
    const sent = await producer.sendAll(topic, [
      record('välue', { key: 'k', headers, partition: 2, timestampMs: 1_700_000_000_123 }),
      record('', { key: '', partition: 2 }),
      record(null, { key: null, partition: 2 }),
      record('x'.repeat(900_000), { partition: 2 }),
    ])
    expect(sent).toEqual([0, 1, 2, 3].map((offset) => ({ topic, partition: 2, offset })))
    const written = await writtenRecords(cluster.bootstrapServers, topic, partitions, 4)
    expect(written[0]).toEqual({
      partition: 2,
      offset: 0,
      timestampMs: 1_700_000_000_123,
      key: Buffer.from('k'),
      value: Buffer.from('välue'),
      headers: [
        ['trace', 'a'],
        ['trace', 'b'],
        ['none', null],
        ['empty', ''],
        ['bytes', 'ü'],
      ],
    })
    expect(written[1]).toMatchObject({ key: Buffer.alloc(0), value: Buffer.alloc(0), headers: [] })
    expect(written[2]).toMatchObject({ key: null, value: null })
    expect(written[3]!.value).toHaveLength(900_000)
    expect(Math.abs(written[1]!.timestampMs - Date.now())).toBeLessThan(60_000)
  })

  it('lies where Java would put it: keys by murmur2', async () => {
    const sent = await open().sendAll(
      topic,
      ['a', 'b', 'c', 'order-17', 'ключ'].map((key) => record('x', { key })),
    )
    expect(sent.map(({ partition }) => partition)).toEqual(['a', 'b', 'c', 'order-17', 'ключ'].map((key) => javaPartition(key, partitions)))
  })

  it('arrives whole and in order through a queue that is far too small', async () => {
    const producer = open({ 'queue.buffering.max.messages': 1000 })
    const sends = Array.from({ length: 5000 }, (_, index) => producer.send(topic, record(`${index}`, { key: `key-${index % 50}` })))
    expect(producer.outstanding()).toBe(5000)
    await Promise.all(sends)
    const written = await writtenRecords(cluster.bootstrapServers, topic, partitions, 5000)
    expect(new Set(written.map(({ value }) => String(value))).size).toBe(5000)
    for (let partition = 0; partition < partitions; partition++) {
      const values = written.filter((one) => one.partition === partition).map(({ value }) => Number(value))
      expect(values).toEqual(values.toSorted((a, b) => a - b))
    }
  })

  it('arrives whole and in order when the queue is bounded by bytes', async () => {
    const producer = open({ 'queue.buffering.max.kbytes': 64 })
    const sent = await producer.sendAll(
      topic,
      Array.from({ length: 500 }, (_, index) => record(`${index}`.padEnd(1000), { partition: 1 })),
    )
    expect(sent.map(({ offset }) => offset)).toEqual(Array.from({ length: 500 }, (_, index) => index))
    const written = await writtenRecords(cluster.bootstrapServers, topic, partitions, 500)
    expect(written.map(({ value }) => Number(value))).toEqual(Array.from({ length: 500 }, (_, index) => index))
  })
})

describe('what cannot be sent', () => {
  it('is refused with the reason and what to do', async () => {
    const producer = open({ 'queue.buffering.max.kbytes': 4000, 'message.max.bytes': 1_000_000 })
    const tooLarge = await rejection(producer.send(topic, record('x'.repeat(2_000_000))))
    expect(tooLarge).toMatchObject({
      code: 'SAMSA_SEND_FAILED',
      retryable: false,
      details: { topic, partition: null, kafka: 'MSG_SIZE_TOO_LARGE' },
    })
    expect(tooLarge.message).toContain('raise message.max.bytes')
    const noPartition = await rejection(producer.send(topic, record('x', { partition: 99 })))
    expect(noPartition).toMatchObject({ code: 'SAMSA_SEND_FAILED', retryable: false, details: { kafka: '_UNKNOWN_PARTITION' } })
    expect(await producer.send(topic, record('x'))).toMatchObject({ topic })
  })

  it('says that the broker does not allow it', async () => {
    cluster.pushRequestErrors(produceApi, [29])
    const refused = await rejection(open().send(topic, record('x', { partition: 3 })))
    expect(refused).toMatchObject({
      code: 'SAMSA_SEND_FAILED',
      retryable: false,
      details: { partition: 3, kafka: 'TOPIC_AUTHORIZATION_FAILED' },
    })
    expect(refused.message).toContain('the right to WRITE')
  })

  it('fails after message.timeout.ms while no broker is there, with what was last heard, and succeeds once it is back', async () => {
    const producer = open({ 'message.timeout.ms': 2_000, 'reconnect.backoff.max.ms': 200 })
    await producer.send(topic, record('before'))
    cluster.brokerDown(1)
    const failed = await rejection(producer.send(topic, record('x', { partition: 1 })))
    expect(failed).toMatchObject({ code: 'SAMSA_SEND_FAILED', retryable: true, details: { partition: 1, kafka: '_MSG_TIMED_OUT' } })
    expect(failed.message).toContain('last heard: ')
    expect(troubles.map(({ code }) => code)).toContain('SAMSA_NO_BROKER')
    cluster.brokerUp(1)
    let back: unknown = null
    for (let tries = 0; tries < 10 && back === null; tries++) back = await producer.send(topic, record('again')).catch(() => null)
    expect(back).toMatchObject({ topic })
  }, 30_000)
})

describe('a fatal error of the idempotent producer', () => {
  it('ends the handle, not the producer', async () => {
    const producer = open()
    await producer.send(topic, record('first', { partition: 0 }))
    cluster.pushRequestErrors(produceApi, [45])
    const lost = await rejection(producer.send(topic, record('lost', { partition: 0 })))
    expect(lost).toMatchObject({ code: 'SAMSA_SEND_FAILED', retryable: true })
    expect(await producer.send(topic, record('second', { partition: 0 }))).toMatchObject({ partition: 0 })
    expect(troubles.some(({ details }) => details['fatal'] === true)).toBe(true)
  })

  it('is final where no record was ever delivered', async () => {
    cluster.pushRequestErrors(initProducerIdApi, [31])
    const producer = open()
    const refused = await rejection(producer.send(topic, record('x')))
    expect(refused).toMatchObject({ code: 'SAMSA_SEND_FAILED', retryable: false })
    expect(refused.message).toContain('CLUSTER_AUTHORIZATION_FAILED')
    expect(await rejection(producer.send(topic, record('x')))).toMatchObject({ code: 'SAMSA_SEND_FAILED', retryable: false })
  })
})

describe('closing', () => {
  it('flushes whatever linger.ms says', async () => {
    const producer = open({ 'linger.ms': 59_000 })
    const sends = Array.from({ length: 100 }, (_, index) => producer.send(topic, record(`${index}`)))
    expect(await producer.close(systemClock.now() + 30_000)).toEqual({ unanswered: [], hung: false })
    expect(await Promise.all(sends)).toHaveLength(100)
  })

  it('gives up what has no answer at the deadline: queued, in flight and waiting', async () => {
    const producer = open({ 'queue.buffering.max.messages': 100 })
    await producer.send(topic, record('before', { partition: 0 }))
    cluster.setRtt(-1, 60_000)
    const sends = Array.from({ length: 300 }, (_, index) => rejection(producer.send(topic, record(`${index}`, { partition: 0 }))))
    const batch = rejection(producer.sendAll('refunds', [record('a'), record('b')]))
    expect(await producer.close(systemClock.now() + 200)).toEqual({
      unanswered: [
        { topic, count: 300 },
        { topic: 'refunds', count: 2 },
      ],
      hung: false,
    })
    const rejected = await Promise.all(sends)
    expect(new Set(rejected.map(({ code }) => code))).toEqual(new Set(['SAMSA_SEND_UNANSWERED']))
    expect(rejected[0]!.details).toMatchObject({ topic, partition: 0, mayBeWritten: true })
    expect(rejected[299]!.details).toMatchObject({ topic, partition: 0, mayBeWritten: false })
    expect((await batch).details).toMatchObject({ failedCount: 2 })
    expect(producer.outstanding()).toBe(0)
  })

  it('is quick without a broker and without records', async () => {
    const producer = open({ 'bootstrap.servers': '127.0.0.1:1' })
    expect(await producer.close(systemClock.now())).toEqual({ unanswered: [], hung: false })
    expect((await rejection(producer.send(topic, record('x')))).code).toBe('SAMSA_PRODUCER_CLOSED')
  })
})

describe('settings', () => {
  it('that librdkafka refuses are one clear error', () => {
    expect(() => open({ 'no.such.property': 1 })).toThrow(
      expect.objectContaining({ code: 'SAMSA_KAFKA_SETTING', details: expect.objectContaining({ property: 'no.such.property' }) }),
    )
  })
})

/** Java's partitioner: murmur2 of the key's bytes, positive, modulo partitions. */
function javaPartition(key: string, count: number): number {
  const data = Buffer.from(key)
  const m = 0x5bd1e995
  let hash = 0x9747b28c ^ data.length
  let at = 0
  for (; data.length - at >= 4; at += 4) {
    let k = Math.imul(data.readInt32LE(at), m)
    k ^= k >>> 24
    hash = Math.imul(hash, m) ^ Math.imul(k, m)
  }
  const rest = data.length - at
  if (rest >= 3) hash ^= data[at + 2]! << 16
  if (rest >= 2) hash ^= data[at + 1]! << 8
  if (rest >= 1) hash = Math.imul(hash ^ data[at]!, m)
  hash ^= hash >>> 13
  hash = Math.imul(hash, m)
  hash ^= hash >>> 15
  return (hash & 0x7fffffff) % count
}
