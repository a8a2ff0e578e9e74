import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { buildDecodeFailure, buildFailure } from '../testing/build-failure.js'
import { buildRule } from '../testing/build-policy.js'
import { matchRule } from './match-rule.js'

const isType = (thrown: unknown): boolean => thrown instanceof TypeError

describe('matchRule', () => {
  it('takes the first rule that matches', () => {
    const rules = [buildRule('skip', null, isType), buildRule('stop'), buildRule('retry')]
    expect(matchRule(rules, buildFailure()).rule).toBe(rules[1])
    expect(matchRule(rules, buildFailure({ thrown: new TypeError('no') })).rule).toBe(rules[0])
    expect(matchRule([], buildFailure())).toEqual({ rule: null, mistakes: [] })
  })

  it('passes over a rule that throws, and names it', () => {
    const mistake = new Error('cannot read')
    const broken = buildRule('stop', null, () => {
      throw mistake
    })
    const last = buildRule('skip')
    expect(matchRule([broken, last], buildFailure())).toEqual({ rule: last, mistakes: [mistake] })
    expect(matchRule([broken], buildFailure())).toEqual({ rule: null, mistakes: [mistake] })
  })

  it('looks at what a serde threw as well', () => {
    const rule = buildRule('skip', null, isType)
    expect(matchRule([rule], buildDecodeFailure(false, new TypeError('no'))).rule).toBe(rule)
    expect(matchRule([rule], buildDecodeFailure(false, new Error('no'))).rule).toBeNull()
  })

  it('asks about an error of ours whose cause cannot be looked at', () => {
    const thrown = Object.defineProperty(new SamsaError('SAMSA_DESERIALIZE', 'no'), 'cause', {
      get: () => {
        throw new Error('not yours')
      },
    })
    const rule = buildRule('skip')
    expect(matchRule([rule], buildFailure({ thrown }))).toEqual({ rule, mistakes: [] })
  })

  it('knows the timeout that a handler threw after', () => {
    const error = new SamsaError('SAMSA_HANDLER_TIMEOUT', 'too slow')
    const isTimeout = (thrown: unknown): boolean => thrown === error
    const rule = buildRule('skip', null, isTimeout)
    expect(matchRule([rule], buildFailure({ cause: 'timeout', error })).rule).toBe(rule)
    expect(matchRule([rule], buildFailure({ cause: 'thrown', error })).rule).toBeNull()
  })
})
