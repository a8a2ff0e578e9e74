import { describe, expect, it } from '@jest/globals'
import { bytes, decodePart, json, SamsaError, type RecordCoordinates, type SamsaErrorCode } from '@samsa/contracts'
import { buildColumns } from '../testing/build-columns.js'
import { thrownFailure } from './call-failure.js'

const record = (offset: number) => ({ offset, key: null, value: '{', headers: [], timestamp: 0 })
const columns = buildColumns([{ slot: 0, records: [record(7), record(9), record(11)] }], 0)
const source = { topic: 'orders', partition: 3, key: bytes(), value: bytes() }
/** A call that was given orders/3/9 and orders/3/11. */
const given = [{ source, columns, start: 1, end: 3 }]
const about = (code: SamsaErrorCode, at: RecordCoordinates): SamsaError => new SamsaError(code, 'no', { details: { ...at, part: 'value' } })
const anything = { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } } as const
const thrownBy = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (thrown) {
    return thrown
  }
}

describe('thrownFailure', () => {
  it.each(['SAMSA_DESERIALIZE', 'SAMSA_SCHEMA_ASYNC'] as const)('knows %s by the record that it names', (code) => {
    const at = (topic: string, partition: number, offset: number) => thrownFailure(about(code, { topic, partition, offset }), given).cause
    expect([at('orders', 3, 9), at('orders', 3, 11)]).toEqual(['deserialize', 'deserialize'])
    expect([at('orders', 3, 7), at('orders', 3, 10), at('orders', 2, 9), at('users', 3, 9)]).toEqual(Array(4).fill('thrown'))
    expect(thrownFailure(new SamsaError(code, 'no'), given).cause).toBe('thrown')
  })

  it('takes what a handler decodes on its own for an error of the handler', () => {
    const own = thrownBy(() => json(anything).deserialize(Buffer.from('{')))
    expect(thrownFailure(own, given)).toMatchObject({ cause: 'thrown', error: { code: 'SAMSA_DESERIALIZE' }, thrown: own })
    const ofRecord = thrownBy(() => decodePart(json(anything), Buffer.from('{'), 'value', { topic: 'orders', partition: 3, offset: 9 }))
    expect(thrownFailure(ofRecord, given).cause).toBe('deserialize')
  })

  it('counts a serde that cannot get ready as one of the record, whatever it names', () => {
    expect(thrownFailure(new SamsaError('SAMSA_SERDE_PREPARE', 'no registry'), given).cause).toBe('deserialize')
  })
})
