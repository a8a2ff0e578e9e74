import { describe, expect, it } from '@jest/globals'
import { buildFailure } from '../testing/build-failure.js'
import { buildJob, type JobParts } from '../testing/build-job.js'
import { deadLetterHeaders } from './dead-letter-headers.js'
import { describeError } from './describe-error.js'
import type { DeadLettered, DeadLetterOrigin } from './dead-letter-writer.js'

const origin: DeadLetterOrigin = { cluster: 'default', group: 'billing', kind: 'consumer', worker: 'shop', version: '1.2.3' }
const headersOf = (parts: JobParts, omitted: DeadLettered['omitted'] = []) => {
  const job = buildJob(parts)
  return deadLetterHeaders({ job, id: 'the id', origin, error: describeError(job.failure), omitted })
}

describe('deadLetterHeaders', () => {
  it.each([undefined, null, 404, { text: 'x' }, Symbol('s')])('have a text for a reason, also where it is %p', (reason) => {
    const headers = headersOf({ job: { failure: buildFailure({ reason: reason as unknown as string }) } })
    expect(typeof headers.find(([name]) => name === '__dlq.errors.message')?.[1]).toBe('string')
  })

  it('are those of KIP-1191, then ours, all text', () => {
    const thrown = Object.assign(new TypeError('no'), { stack: 'the stack' })
    expect(headersOf({ job: { failure: buildFailure({ thrown, reason: 'no card' }) } })).toEqual([
      ['__dlq.errors.topic', 'orders'],
      ['__dlq.errors.partition', '5'],
      ['__dlq.errors.offset', '42'],
      ['__dlq.errors.group', 'billing'],
      ['__dlq.errors.delivery.count', '3'],
      ['__dlq.errors.message', 'no card'],
      ['samsa.dlq.version', '1'],
      ['samsa.dlq.id', 'the id'],
      ['samsa.dlq.cause', 'thrown'],
      ['samsa.dlq.error.class', 'TypeError'],
      ['samsa.dlq.error.code', 'SAMSA_HANDLER_FAILED'],
      ['samsa.dlq.error.stack', 'the stack'],
      ['samsa.dlq.attempts', '3'],
      ['samsa.dlq.failed.first', '2023-11-14T22:15:00.000Z'],
      ['samsa.dlq.failed.last', '2023-11-14T22:16:40.000Z'],
      ['samsa.dlq.group.kind', 'consumer'],
      ['samsa.dlq.cluster', 'default'],
      ['samsa.dlq.worker', 'shop'],
      ['samsa.dlq.samsa', '1.2.3'],
      ['samsa.dlq.timestamp', '1700000000000'],
    ])
  })

  it('count deliveries where the group does', () => {
    expect(headersOf({ job: { deliveryCount: 4, attempt: 0 } })).toEqual(
      expect.arrayContaining([
        ['__dlq.errors.delivery.count', '4'],
        ['samsa.dlq.attempts', '0'],
      ]),
    )
  })

  it('leave out what there is not, and bound the reason', () => {
    const failure = buildFailure({ thrown: null, error: null, reason: 'x'.repeat(10_000) })
    const headers = headersOf({ record: { timestamp: -1 }, job: { failure } })
    const names = headers.map(([name]) => name)
    for (const name of ['error.class', 'error.code', 'error.stack', 'timestamp', 'trace', 'omitted'])
      expect(names).not.toContain(`samsa.dlq.${name}`)
    expect(Buffer.byteLength(headers.find(([name]) => name === '__dlq.errors.message')![1] as string)).toBeLessThanOrEqual(4096)
  })

  it('have the reason in one line', () => {
    const failure = buildFailure({ reason: 'no card\r\n\nof order-77\u2028is left\n' })
    expect(headersOf({ job: { failure } })).toContainEqual(['__dlq.errors.message', 'no card of order-77 is left'])
  })

  it('carry the last trace of the record as it came', () => {
    const trace = Uint8Array.of(0x30, 0xff)
    const headers = headersOf({
      raw: {
        headers: [
          ['traceparent', null],
          ['traceparent', trace],
          ['other', null],
        ],
      },
    })
    expect(headers.at(-1)).toEqual(['samsa.dlq.trace', trace])
  })

  it('say what was left out', () => {
    const headers = headersOf({}, ['stack', 'headers', 'value'])
    expect(headers.some(([name]) => name === 'samsa.dlq.error.stack')).toBe(false)
    expect(headers.slice(-2)).toEqual([
      ['samsa.dlq.omitted', 'stack,headers,value'],
      ['samsa.dlq.value.bytes', '2'],
    ])
    expect(headersOf({}, ['stack']).at(-1)).toEqual(['samsa.dlq.omitted', 'stack'])
  })
})
