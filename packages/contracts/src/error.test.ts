import { describe, expect, it } from '@jest/globals'
import { isSamsaError, SamsaError } from './error.js'

const refuse = (): never => {
  throw new Error('not yours')
}
const hiding = (name: string): Error => Object.defineProperty(new SamsaError('SAMSA_KAFKA', 'no'), name, { get: refuse })

describe('isSamsaError', () => {
  it('knows one, also of another copy of the package', () => {
    const other = Object.assign(new Error('no'), { name: 'SamsaError', code: 'SAMSA_KAFKA', retryable: false, details: {} })
    expect([isSamsaError(new SamsaError('SAMSA_KAFKA', 'no')), isSamsaError(other)]).toEqual([true, true])
  })

  it.each([
    ['has only its name', Object.assign(new Error('no'), { name: 'SamsaError', code: 'SAMSA_KAFKA' })],
    ['has no text for a message', Object.assign(new SamsaError('SAMSA_KAFKA', 'no'), { message: null })],
    ['has a message that throws', hiding('message')],
    ['has a name that throws', hiding('name')],
    ['is a proxy that refuses everything', new Proxy(new SamsaError('SAMSA_KAFKA', 'no'), { get: refuse, getPrototypeOf: refuse })],
    ['is nothing', undefined],
  ])('takes for none what %s', (_what, thrown) => expect(isSamsaError(thrown)).toBe(false))
})
