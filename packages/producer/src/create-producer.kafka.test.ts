import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { systemClock, type ProducerPort, type SamsaError } from '@samsa/contracts'
import { Admin } from '@samsa/librdkafka'
import { startBroker, type Broker } from '@samsa/testkit'
import { createProducer } from './create-producer.js'
import type { KafkaSettings } from './producer-settings.js'
import { record, rejection } from './started-producer.fake.js'
import { writtenRecords } from './written-records.fake.js'

let broker: Broker
let admin: Admin
const producers: ProducerPort[] = []
const troubles: SamsaError[] = []

beforeAll(async () => {
  broker = await startBroker({ own: true, settings: { 'auto.create.topics.enable': false } })
  admin = new Admin({ 'bootstrap.servers': broker.bootstrapServers })
})

afterAll(async () => {
  for (const producer of producers) await producer.close(systemClock.now() + 1_000)
  await admin.destroy()
  await broker.stop()
})

function open(kafka: KafkaSettings = {}): ProducerPort {
  const observer = { trouble: (error: SamsaError) => void troubles.push(error), libraryLog: () => undefined }
  const settings = { 'bootstrap.servers': broker.bootstrapServers, ...kafka }
  const producer = createProducer({ kafka: settings, cluster: 'default', clientId: 'shop', observer, clock: systemClock })
  producers.push(producer)
  return producer
}

async function created(topic: string, config: Record<string, string> = {}): Promise<string> {
  const [outcome] = await admin.createTopics([{ topic, partitions: 4, replicationFactor: 1, config }])
  expect(outcome).toEqual({ topic, error: null })
  return topic
}

describe('on a real Kafka', () => {
  it('writes what was sent', async () => {
    const topic = await created('written')
    const producer = open()
    const headers = [
      ['trace', 'a'],
      ['trace', 'b'],
      ['none', null],
      ['empty', ''],
    ] as const
    await producer.sendAll(topic, [
      record('välue', { key: 'k', headers, partition: 2, timestampMs: 1_700_000_000_123 }),
      record('', { key: '', partition: 2 }),
      record(null, { partition: 2 }),
      record('x'.repeat(990_000), { partition: 2 }),
    ])
    const written = await writtenRecords(broker.bootstrapServers, topic, 4, 4)
    expect(written[0]).toMatchObject({ timestampMs: 1_700_000_000_123, key: Buffer.from('k'), value: Buffer.from('välue'), headers })
    expect(written[1]).toMatchObject({ key: Buffer.alloc(0), value: Buffer.alloc(0) })
    expect(written[2]).toMatchObject({ key: null, value: null })
    expect(written[3]!.value).toHaveLength(990_000)
  })

  it('passes on what the broker says, with what to do', async () => {
    const producer = open({ 'topic.metadata.propagation.max.ms': 200, 'message.timeout.ms': 5_000 })
    const small = await created('small', { 'max.message.bytes': '2000' })
    const compacted = await created('compacted', { 'cleanup.policy': 'compact' })
    const tooLarge = await rejection(producer.send(small, record('x'.repeat(5_000), { partition: 0 })))
    expect(tooLarge).toMatchObject({
      code: 'SAMSA_SEND_FAILED',
      retryable: false,
      details: { topic: small, partition: 0, kafka: 'MSG_SIZE_TOO_LARGE' },
    })
    const keyless = await rejection(producer.send(compacted, record('x')))
    expect(keyless).toMatchObject({ retryable: false, details: { kafka: 'INVALID_RECORD' } })
    expect(keyless.message).toContain('a compacted topic needs a key')
    expect(await rejection(producer.send('no-such-topic', record('x')))).toMatchObject({
      retryable: true,
      details: { kafka: 'UNKNOWN_TOPIC_OR_PART' },
    })
    expect(await producer.send(small, record('x'))).toMatchObject({ topic: small })
  })

  it('loses, repeats and reorders nothing while the broker is killed and comes back', async () => {
    const topic = await created('restarted')
    const producer = open({ 'queue.buffering.max.messages': 2_000 })
    const total = 20_000
    let sent = 0
    let answered = 0
    const one = async (): Promise<void> => {
      while (sent < total) {
        const index = sent++
        await producer.send(topic, record(`${index}`, { partition: index % 4 }))
        answered++
      }
    }
    const work = Promise.all(Array.from({ length: 3_000 }, one))
    while (answered < total / 4) await new Promise((resolve) => setImmediate(resolve))
    await broker.kill()
    const answeredWhenKilled = answered
    await broker.restart()
    await work
    expect(answeredWhenKilled).toBeLessThan(total)
    expect(answered).toBe(total)
    const written = await writtenRecords(broker.bootstrapServers, topic, 4, total)
    expect(written).toHaveLength(total)
    for (let partition = 0; partition < 4; partition++) {
      const values = written.filter((item) => item.partition === partition).map(({ value }) => Number(value))
      expect(values).toEqual(Array.from({ length: total / 4 }, (_, index) => index * 4 + partition))
    }
    expect(troubles.map(({ code }) => code)).toContain('SAMSA_NO_BROKER')
  })
})
