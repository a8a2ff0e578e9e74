import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { buildDecodeFailure, buildFailure } from '../testing/build-failure.js'
import { describeError, maxStackBytes } from './describe-error.js'

class Declined extends Error {}
const none = { className: null, code: null, stack: null }

describe('describeError', () => {
  it('names class, code and stack of what was thrown', () => {
    const thrown = Object.assign(new Declined('no'), { code: 'CARD_EXPIRED' })
    expect(describeError(buildFailure({ thrown }))).toEqual({ className: 'Declined', code: 'CARD_EXPIRED', stack: thrown.stack })
  })

  it("takes Samsa's code where there is no other", () => {
    expect(describeError(buildFailure({ thrown: new TypeError('no') }))).toMatchObject({
      className: 'TypeError',
      code: 'SAMSA_HANDLER_FAILED',
    })
    expect(describeError(buildDecodeFailure())).toMatchObject({ className: 'SamsaError', code: 'SAMSA_DESERIALIZE' })
    expect(describeError(buildFailure({ thrown: Object.assign(new Error('no'), { code: '' }) }))).toMatchObject({
      code: 'SAMSA_HANDLER_FAILED',
    })
    expect(describeError(buildFailure({ thrown: Object.assign(new Error('no'), { code: 42 }) }))).toMatchObject({ code: '42' })
  })

  it('has the stacks of the causes, and an end where they go round', () => {
    const first = new Error('first')
    const second = new Error('second', { cause: first })
    expect(describeError(buildFailure({ thrown: second })).stack).toBe(`${second.stack}\ncaused by: ${first.stack}`)
    first.cause = second
    expect(describeError(buildFailure({ thrown: second })).stack?.match(/caused by/g)).toHaveLength(1)
    const deep = Array.from({ length: 9 }).reduce<Error>(
      (cause) => Object.assign(new Error('outer', { cause }), { stack: 's' }),
      new Error('inner'),
    )
    expect(describeError(buildFailure({ thrown: deep })).stack?.match(/caused by/g)).toHaveLength(5)
  })

  it('is bounded', () => {
    const thrown = Object.assign(new Error('no'), { stack: 'ä'.repeat(maxStackBytes) })
    expect(Buffer.byteLength(describeError(buildFailure({ thrown })).stack!)).toBeLessThanOrEqual(maxStackBytes)
  })

  it.each([
    ['text', 'no', { className: 'string', code: 'SAMSA_HANDLER_FAILED', stack: null }],
    ['an object', { code: 'X' }, { className: 'Object', code: 'X', stack: null }],
    ['an object without a class', Object.create(null), { className: 'object', code: 'SAMSA_HANDLER_FAILED', stack: null }],
  ])('takes %s', (_name, thrown, description) => expect(describeError(buildFailure({ thrown }))).toEqual(description))

  it('says what it can of an error that throws when it is looked at', () => {
    const look = (): never => {
      throw new Error('not yours')
    }
    const thrown = Object.defineProperties(new Declined('no'), { stack: { get: look }, code: { get: look } })
    expect(describeError(buildFailure({ thrown }))).toEqual({ className: 'Declined', code: 'SAMSA_HANDLER_FAILED', stack: null })
  })

  it('is the error where nothing was thrown, and empty without one', () => {
    const error = new SamsaError('SAMSA_OUTCOME_INVALID', 'poison')
    const description = { className: 'SamsaError', code: 'SAMSA_OUTCOME_INVALID' }
    expect(describeError({ cause: 'invalid-outcome', thrown: undefined, error })).toMatchObject(description)
    expect(describeError({ cause: 'deliveries', thrown: null, error: null })).toEqual(none)
  })

  it('is nothing where a handler asked by an outcome', () => {
    const error = new SamsaError('SAMSA_DEAD_LETTER', "the handler returned deadLetter('poison')")
    expect(describeError({ cause: 'dead-letter', thrown: error, error })).toEqual(none)
    expect(describeError({ cause: 'returned', thrown: { outcome: 'release', reason: 'busy' }, error: null })).toEqual(none)
  })
})
