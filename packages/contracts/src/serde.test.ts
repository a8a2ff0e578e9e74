import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { bytes, rawSerde } from './bytes-serde.js'
import { decodePart } from './decode.js'
import { encodePart } from './encode.js'
import { SamsaError } from './error.js'
import { json } from './json-serde.js'
import { nullable, type Serde } from './serde.js'
import type { StandardSchemaV1 } from './standard-schema.js'
import { string } from './string-serde.js'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const at = { topic: 'orders', partition: 1, offset: 7 }
const order = json(z.object({ id: z.string(), amount: z.number().default(1) }))

/** What `run` throws. */
function thrownBy(run: () => unknown): SamsaError {
  try {
    run()
  } catch (error) {
    return error as SamsaError
  }
  throw new Error('nothing was thrown')
}

describe('json', () => {
  it('gives what the schema makes of it', () => {
    expect(order.deserialize(utf8('{"id":"a","more":1}'))).toEqual({ id: 'a', amount: 1 })
    expect(order.serialize({ id: 'a' })).toBe('{"id":"a"}')
  })

  it('carries the issues of the schema', () => {
    const error = thrownBy(() => order.deserialize(utf8('{"id":1,"amount":"x"}')))
    expect(error).toMatchObject({ code: 'SAMSA_DESERIALIZE', retryable: false })
    expect(error.details['issues']).toMatchObject([{ path: 'id' }, { path: 'amount' }])
    expect(error.message).toContain('id: ')
    expect(error.message).toContain('(and 1 more)')
  })

  it('never quotes what a record carries', () => {
    const error = thrownBy(() => order.deserialize(utf8('{"secret": hunter2')))
    expect(error).toMatchObject({ code: 'SAMSA_DESERIALIZE', message: 'these 18 characters are not JSON' })
    expect(error.cause).toBeUndefined()
  })

  it('refuses schemas that validate asynchronously', () => {
    const slow = json(z.object({ id: z.string() }).refine(async () => Promise.resolve(true)))
    const schema: StandardSchemaV1<string> = {
      '~standard': { version: 1, vendor: 'test', validate: () => Promise.reject(new Error('nobody listens')) },
    }
    expect(thrownBy(() => json(schema).deserialize(utf8('1')))).toMatchObject({ code: 'SAMSA_SCHEMA_ASYNC' })
    expect(thrownBy(() => slow.deserialize(utf8('{"id":"a"}')))).toMatchObject({ code: 'SAMSA_SCHEMA_ASYNC' })
  })

  it('reads a text that begins with a byte order mark no other way than JSON does', () => {
    expect(thrownBy(() => order.deserialize(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)))).toMatchObject({ code: 'SAMSA_DESERIALIZE' })
  })

  it('refuses what JSON cannot write', () => {
    const any = json(z.unknown())
    expect(thrownBy(() => any.serialize(undefined))).toMatchObject({ code: 'SAMSA_SERIALIZE' })
    expect(thrownBy(() => any.serialize(1n))).toMatchObject({ code: 'SAMSA_SERIALIZE' })
  })

  it('takes schemas only', () => {
    expect(thrownBy(() => json({} as never))).toMatchObject({ code: 'SAMSA_OPTION_INVALID' })
    expect(thrownBy(() => json(undefined as never))).toMatchObject({ code: 'SAMSA_OPTION_INVALID' })
  })
})

describe('string and bytes', () => {
  it('keep what was written', () => {
    expect(string().deserialize(utf8('größe'))).toBe('größe')
    expect(string().deserialize(new Uint8Array())).toBe('')
    expect(string().serialize('a')).toBe('a')
    expect(bytes().deserialize(utf8('a'))).toEqual(utf8('a'))
  })

  it('refuse what they do not stand for', () => {
    expect(thrownBy(() => string().deserialize(Uint8Array.of(0xff)))).toMatchObject({ code: 'SAMSA_DESERIALIZE' })
    expect(thrownBy(() => string().serialize(1 as never))).toMatchObject({ code: 'SAMSA_SERIALIZE' })
    expect(thrownBy(() => bytes().serialize('a' as never))).toMatchObject({ code: 'SAMSA_SERIALIZE' })
  })
})

describe('nullable', () => {
  it('lets null be a value, and passes everything else on', () => {
    const key = nullable(string())
    expect(decodePart(key, null, 'key', at)).toBeNull()
    expect(decodePart(key, new Uint8Array(), 'key', at)).toBe('')
    expect(encodePart(key, null, 'key', 'orders')).toBeNull()
    expect(encodePart(key, 'a', 'key', 'orders')).toBe('a')
  })

  it('keeps what a serde waits for, and its `this`', async () => {
    class Registry implements Serde<string> {
      prepared = 0
      serialize(value: string) {
        return value
      }
      deserialize() {
        return `${this.prepared}`
      }
      async prepare() {
        this.prepared++
      }
    }
    const serde = nullable(new Registry())
    await serde.prepare?.(utf8('a'))
    expect(serde.deserialize(utf8('a'))).toBe('1')
    expect(nullable(string()).prepare).toBeUndefined()
  })
})

describe('decodePart', () => {
  it('tells where the record lies and which part it is', () => {
    const error = thrownBy(() => decodePart(order, utf8('{}'), 'value', at))
    expect(error).toMatchObject({ code: 'SAMSA_DESERIALIZE', retryable: false })
    expect(error.details).toMatchObject({ topic: 'orders', partition: 1, offset: 7, part: 'value' })
    expect(error.details['issues']).toHaveLength(1)
    expect(error.message).toMatch(/^value of orders\/1\/7: /)
  })

  it('takes null only where the topic says so', () => {
    expect(thrownBy(() => decodePart(order, null, 'value', at)).message).toBe(
      'value of orders/1/7: null, but the topic says nothing of nulls: write value: nullable(…)',
    )
    expect(decodePart(rawSerde, null, 'key', at)).toBeNull()
  })

  it('keeps what errors of serdes say about trying again, whatever they are', () => {
    const failing = (thrown: unknown): Serde<string> => ({
      serialize: () => '',
      deserialize: () => {
        throw thrown
      },
    })
    expect(
      thrownBy(() => decodePart(failing(Object.assign(new Error('registry down'), { retryable: true })), utf8(''), 'key', at)),
    ).toMatchObject({
      code: 'SAMSA_DESERIALIZE',
      retryable: true,
    })
    expect(thrownBy(() => decodePart(failing(undefined), utf8(''), 'key', at)).message).toBe('key of orders/1/7: undefined')
    const refuse = (): never => {
      throw new Error('not yours')
    }
    const unreadable = Object.defineProperties(new TypeError('no'), { message: { get: refuse }, retryable: { get: refuse } })
    for (const thrown of [unreadable, Object.create(null), new Proxy({}, { get: refuse, getPrototypeOf: refuse })])
      expect(thrownBy(() => decodePart(failing(thrown), utf8(''), 'key', at))).toMatchObject({
        code: 'SAMSA_DESERIALIZE',
        retryable: false,
      })
    const asynchronous = new SamsaError('SAMSA_SCHEMA_ASYNC', 'x')
    expect(thrownBy(() => decodePart(failing(asynchronous), utf8(''), 'key', at))).toMatchObject({
      code: 'SAMSA_SCHEMA_ASYNC',
      cause: asynchronous,
    })
  })
})

describe('encodePart', () => {
  it('names topic and part', () => {
    expect(thrownBy(() => encodePart(string(), undefined, 'key', 'orders'))).toMatchObject({
      code: 'SAMSA_SERIALIZE',
      message: 'key for topic orders is missing: give one, or declare key: nullable(…)',
    })
    expect(thrownBy(() => encodePart(string(), 1 as never, 'value', 'orders')).message).toBe(
      'value for topic orders: string() takes strings, not number',
    )
  })
})
