import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { isCritical } from './is-critical.js'

const withCode = (code: string): Error => Object.assign(new Error('no'), { code })

describe('isCritical', () => {
  it.each([
    ['an array that cannot be allocated', new RangeError('Array buffer allocation failed')],
    ['memory of WebAssembly', Object.assign(new Error('memory access: out of memory'), { name: 'RuntimeError' })],
    ['a buffer that Node cannot allocate', withCode('ERR_MEMORY_ALLOCATION_FAILED')],
    ['a process that cannot be started for want of memory', withCode('ENOMEM')],
    ['the same inside a decoding error', new SamsaError('SAMSA_DESERIALIZE', 'no', { cause: withCode('ENOMEM') })],
  ])('is %s', (_name, thrown) => expect(isCritical(thrown)).toBe(true))

  it.each([
    ['an error of the application', new Error('out of memory cards')],
    ['a range that is wrong', new RangeError('Invalid array length')],
    ['a thread that ran out of its own heap', withCode('ERR_WORKER_OUT_OF_MEMORY')],
    ['a decoding error', new SamsaError('SAMSA_DESERIALIZE', 'no', { cause: new Error('no') })],
    ['nothing', undefined],
    ['text', 'out of memory'],
  ])('is not %s', (_name, thrown) => expect(isCritical(thrown)).toBe(false))
})
