import { describe, expect, it } from '@jest/globals'
import {
  bytes,
  json,
  nullable,
  SamsaError,
  string,
  topic,
  type OutgoingRecord,
  type ProducerPort,
  type StandardSchemaV1,
} from '@samsa/contracts'
import { Producer } from './producer.js'

interface Call {
  readonly topic: string
  readonly records: readonly OutgoingRecord[]
}

function start(): { producer: Producer; calls: Call[] } {
  const calls: Call[] = []
  const answer = (name: string, records: readonly OutgoingRecord[]) => {
    calls.push({ topic: name, records })
    return records.map((_, offset) => ({ topic: name, partition: 0, offset }))
  }
  const port: ProducerPort = {
    send: async (name, record) => answer(name, [record])[0]!,
    sendAll: async (name, records) => answer(name, records),
    outstanding: () => 0,
    close: async () => ({ unanswered: [], hung: false }),
  }
  return { producer: new Producer(port), calls }
}

const anything: StandardSchemaV1<{ id: number }> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as { id: number } }) },
}
const orders = topic('orders', { key: string(), value: json(anything) })
const users = topic('users', { key: bytes(), value: nullable(json(anything)) })
const raw = topic('raw')

async function failure(promise: Promise<unknown>): Promise<SamsaError> {
  const thrown: unknown = await promise.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(thrown instanceof SamsaError)) throw new Error('it was not rejected by a SamsaError', { cause: thrown })
  return thrown
}

describe('the typed producer', () => {
  it('serialises one record by the serdes of its topic', async () => {
    const { producer, calls } = start()
    expect(await producer.send(orders, { key: 'a', value: { id: 1 } })).toEqual({ topic: 'orders', partition: 0, offset: 0 })
    expect(calls).toEqual([
      { topic: 'orders', records: [{ key: 'a', value: '{"id":1}', headers: null, partition: null, timestampMs: null }] },
    ])
  })

  it('sends many in one call, with headers, partition and timestamp', async () => {
    const { producer, calls } = start()
    const headers = { trace: ['a', 'b'], none: null, absent: undefined }
    const sent = await producer.send(orders, [
      { key: 'a', value: { id: 1 }, headers, partition: 3, timestamp: 7 },
      { key: 'b', value: { id: 2 }, headers: [['x', Buffer.from('y')]] },
    ])
    expect(sent).toHaveLength(2)
    expect(calls).toHaveLength(1)
    expect(calls[0]!.records[0]).toMatchObject({
      headers: [
        ['trace', 'a'],
        ['trace', 'b'],
        ['none', null],
      ],
      partition: 3,
      timestampMs: 7,
    })
    expect(calls[0]!.records[1]).toMatchObject({ key: 'b', headers: [['x', Buffer.from('y')]], partition: null })
    expect(await producer.send(orders, [])).toEqual([])
  })

  it('tells a tombstone and an absent key from what is empty', async () => {
    const { producer, calls } = start()
    await producer.send(users, { key: new Uint8Array(), value: null })
    await producer.send(raw, { value: null })
    await producer.send(raw, { key: null, value: new Uint8Array() })
    expect(calls.map(({ records }) => [records[0]!.key, records[0]!.value])).toEqual([
      [new Uint8Array(), null],
      [null, null],
      [null, new Uint8Array()],
    ])
  })

  it('rejects what cannot be serialised, and sends nothing of it', async () => {
    const { producer, calls } = start()
    const cyclic: { id: number; self?: unknown } = { id: 1 }
    cyclic.self = cyclic
    expect(
      await failure(
        producer.send(orders, [
          { key: 'a', value: { id: 1 } },
          { key: 'b', value: cyclic },
        ]),
      ),
    ).toMatchObject({
      code: 'SAMSA_SERIALIZE',
      details: { topic: 'orders', part: 'value' },
    })
    expect(await failure(producer.send(orders, { key: null as never, value: { id: 1 } }))).toMatchObject({
      code: 'SAMSA_SERIALIZE',
      details: { part: 'key' },
    })
    expect(await failure(producer.send(orders, { key: 'a', value: { id: 1 }, partition: -1 }))).toMatchObject({
      details: { part: 'partition' },
    })
    expect(await failure(producer.send(orders, { key: 'a', value: { id: 1 }, timestamp: 1.5 }))).toMatchObject({
      details: { part: 'timestamp' },
    })
    expect(calls).toEqual([])
  })

  it('is a plain class with one function, which can be passed on', async () => {
    const { send } = start().producer
    expect(await send(raw, { value: Buffer.from('x') })).toMatchObject({ topic: 'raw' })
    const fake: Producer = { send }
    expect(fake.send).toBe(send)
  })
})
