import { describe, expect, it } from '@jest/globals'
import { buildColumns, type FakeRecord } from '../testing/build-columns.js'
import { rawRecord } from './raw-record.js'

const before: FakeRecord = { offset: 0, key: 'other', value: 'other', headers: [['x', 'y']], timestamp: 0 }
const raw = (record: Partial<FakeRecord>) =>
  rawRecord(buildColumns([{ slot: 0, records: [before, { ...before, offset: 1, headers: [], ...record }] }], 0), 1)

describe('rawRecord', () => {
  it('has key, value and headers as they came: bytes that are no text, names that repeat, null and empty', () => {
    const key = Uint8Array.of(0, 255, 1)
    const { headers, ...parts } = raw({
      key,
      value: '',
      headers: [
        ['a', Uint8Array.of(254)],
        ['b', null],
        ['a', ''],
      ],
    })
    expect([Buffer.from(parts.key ?? []), parts.value?.length]).toEqual([Buffer.from(key), 0])
    expect(headers.map(([name, value]) => [name, value === null ? null : [...value]])).toEqual([
      ['a', [254]],
      ['b', null],
      ['a', []],
    ])
  })

  it('knows null from empty', () => {
    expect([raw({ key: null, value: null })].map(({ key, value, headers }) => [key, value, headers])).toEqual([[null, null, []]])
  })

  it('keeps a byte-order mark in a name, and decodes what is not UTF-8 lossily', () => {
    const record = buildColumns([{ slot: 0, records: [{ ...before, headers: [['\uFEFFname', null]] }] }], 0)
    expect(rawRecord(record, 0).headers.map(([name]) => name)).toEqual(['\uFEFFname'])
    const position = record.bytes.indexOf(0xef)
    record.bytes[position] = 0xff
    expect(rawRecord(record, 0).headers[0]?.[0]).toContain('\uFFFD')
  })
})
