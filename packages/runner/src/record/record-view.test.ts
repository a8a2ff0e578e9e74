import { describe, expect, it } from '@jest/globals'
import { nullable, rawSerde, string, type Serde } from '@samsa/contracts'
import { inspect } from 'node:util'
import { buildColumns, type FakeRecord } from '../testing/build-columns.js'
import { RecordView } from './record-view.js'

const one: FakeRecord = {
  offset: 7,
  key: 'k',
  value: 'text',
  headers: [
    ['a', '1'],
    ['b', null],
    ['a', ''],
  ],
  timestamp: 1234,
}
const view = (record: Partial<FakeRecord> = {}, value: Serde<unknown, never> = string() as never): RecordView => {
  const columns = buildColumns(
    [
      {
        slot: 0,
        records: [
          { ...one, offset: 6 },
          { ...one, ...record },
        ],
      },
    ],
    0,
  )
  return new RecordView({ topic: 'orders', partition: 3, key: rawSerde as never, value }, columns, 1)
}

describe('RecordView', () => {
  it('reads its coordinates, key, value and headers', () => {
    const record = view()
    expect([record.topic, record.partition, record.offset, record.timestamp, record.id]).toEqual(['orders', 3, 7, 1234, 'orders/3/7'])
    expect([Buffer.from(record.key as Uint8Array).toString(), record.value]).toEqual(['k', 'text'])
    expect([record.headers.length, record.headers.get('a'), record.headers.get('b'), record.headers.get('c')]).toEqual([
      3,
      '',
      null,
      undefined,
    ])
  })

  it('decodes at most once, also where decoding fails', () => {
    let decoded = 0
    const failing: Serde<unknown, never> = {
      serialize: () => '',
      deserialize: () => {
        decoded++
        throw new Error('no such thing')
      },
    }
    const record = view({}, failing)
    const read = (): unknown => {
      try {
        return record.value
      } catch (thrown) {
        return thrown
      }
    }
    const first = read()
    expect(first).toMatchObject({ code: 'SAMSA_DESERIALIZE', details: { part: 'value', topic: 'orders', partition: 3, offset: 7 } })
    expect(read()).toBe(first)
    expect(decoded).toBe(1)
  })

  it('gives null only where the topic says so', () => {
    expect(view({ value: null }, nullable(string()) as never).value).toBeNull()
    expect(() => view({ value: null }).value).toThrow(/nullable/)
    expect(view({ value: '' }).value).toBe('')
  })

  it('detaches into a copy of its own bytes', () => {
    const record = view({ key: null, value: 'ünï' })
    const copy = record.detach()
    expect([copy.id, copy.key, copy.value, copy.timestamp]).toEqual(['orders/3/7', null, 'ünï', 1234])
    expect([...copy.headers].map(([name, bytes]) => [name, bytes === null ? null : Buffer.from(bytes).toString()])).toEqual([
      ['a', '1'],
      ['b', null],
      ['a', ''],
    ])
    expect((copy.headers.bytes('a') as Uint8Array).buffer).not.toBe((record.headers.bytes('a') as Uint8Array).buffer)
  })

  it('prints as coordinates, never as what it holds', () => {
    expect(inspect(view())).toBe('ConsumerRecord orders/3/7')
    expect(JSON.stringify(view())).toBe('{"topic":"orders","partition":3,"offset":7,"timestamp":1234}')
  })
})
