import { runInNewContext } from 'node:vm'
import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { isCritical } from './is-critical.js'

const withCode = (code: string): Error => Object.assign(new Error('no'), { code })
const thrownBy = (run: () => unknown): unknown => {
  try {
    run()
  } catch (thrown) {
    return thrown
  }
  throw new Error('assertion: it throws nothing')
}
const decoding = (cause: unknown): SamsaError => new SamsaError('SAMSA_DESERIALIZE', 'no', { cause })
const nested = (depth: number, cause: unknown): unknown => (depth === 0 ? cause : nested(depth - 1, decoding(cause)))
const endless = decoding(undefined)
Object.defineProperty(endless, 'cause', { value: endless })
const refuse = (): never => {
  throw new Error('not yours')
}

describe('isCritical', () => {
  it.each([
    ['a text that Node cannot allocate', withCode('ERR_MEMORY_ALLOCATION_FAILED')],
    ['what the system refuses for want of memory', withCode('ENOMEM')],
    ['the same from another realm', runInNewContext(`Object.assign(new Error('no'), { code: 'ENOMEM' })`)],
    ['the same inside a decoding error', decoding(withCode('ENOMEM'))],
    ['the same inside two of them', nested(2, withCode('ENOMEM'))],
  ])('is %s', (_name, thrown) => expect(isCritical(thrown)).toBe(true))

  // a corrupt length field in one record does all of these, and would do them again at every start
  it.each<[string, () => unknown]>([
    ['an array buffer', () => new ArrayBuffer(2 ** 50)],
    ['an array buffer of another realm', () => runInNewContext('new ArrayBuffer(2 ** 50)')],
    ['a typed array', () => new Uint8Array(2 ** 50)],
    ['an array', () => Array(2 ** 40)],
    ['a string', () => 'x'.repeat(2 ** 40)],
    ['a buffer', () => Buffer.alloc(2 ** 50)],
    ['a buffer that is not filled', () => Buffer.allocUnsafeSlow(2 ** 50)],
    ['memory of WebAssembly', () => runInNewContext('new WebAssembly.Memory({ initial: 1 }).grow(65_536)')],
  ])('is not %s of a length that cannot be', (_name, run) => expect(isCritical(thrownBy(run))).toBe(false))

  it.each([
    ['an error of the application', new Error('out of memory cards')],
    ['an allocation that V8 refuses', new RangeError('Array buffer allocation failed')],
    ['a module that says so in words', Object.assign(new Error('memory access: out of memory'), { name: 'RuntimeError' })],
    ['a thread that ran out of its own heap', withCode('ERR_WORKER_OUT_OF_MEMORY')],
    ['a decoding error', decoding(new Error('no'))],
    ['a decoding error that is its own cause', endless],
    ['an error that cannot be looked at', Object.defineProperty(new Error('no'), 'code', { get: refuse })],
    ['a proxy that refuses everything', new Proxy({}, { get: refuse, getPrototypeOf: refuse })],
    ['nothing', undefined],
    ['null', null],
    ['text', 'out of memory'],
  ])('is not %s', (_name, thrown) => expect(isCritical(thrown)).toBe(false))
})
