import { describe, expect, it } from '@jest/globals'
import { defaultBackoff, defaultRecovery, type ErrorMatcher, type RecoveryPlan, type RetryRulePlan } from '@samsa/contracts'
import { makePolicy } from './make-policy.js'

const none = { backoff: null, matchers: [] }
const plan = (retry: Partial<RecoveryPlan['retry']>, rest: Partial<RecoveryPlan> = {}): RecoveryPlan => ({
  ...defaultRecovery,
  ...rest,
  retry: { ...defaultRecovery.retry, ...retry },
})
const rule = (index: number, action: RetryRulePlan['action'] = 'skip', deadLetterTopic: string | null = null): RetryRulePlan => ({
  index,
  error: 'x',
  action,
  deadLetterTopic,
})
const matches = (matcher: unknown) =>
  makePolicy(plan({ on: [rule(0)] }), 'consumer', { backoff: null, matchers: [matcher as ErrorMatcher] }).rules[0]!.matches

class Declined extends Error {}

describe('makePolicy', () => {
  it('is the default where nothing is given', () => {
    expect(makePolicy(defaultRecovery, 'consumer', none)).toEqual({
      attempts: 5,
      backoff: defaultBackoff,
      ownBackoff: null,
      rules: [],
      deadLetter: 'application',
      whenExhausted: 'hold',
      afterDeliveries: null,
    })
    expect(makePolicy(defaultRecovery, 'share', none).whenExhausted).toBe('reject')
    expect(Object.isFrozen(makePolicy(defaultRecovery, 'share', none))).toBe(true)
  })

  it('knows who writes dead letters', () => {
    const deadLetter = { ...defaultRecovery.deadLetter!, broker: 'dlq.images', afterDeliveries: 3 }
    expect(makePolicy(plan({}, { deadLetter }), 'share', none)).toMatchObject({ deadLetter: 'broker', afterDeliveries: 3 })
    expect(makePolicy(plan({}, { deadLetter: null, whenExhausted: 'stop' }), 'share', none)).toMatchObject({
      deadLetter: null,
      whenExhausted: 'stop',
    })
  })

  it("has Samsa's backoff behind the application's own", () => {
    const backoff = () => 1
    expect(makePolicy(plan({ backoff: { kind: 'own' } }), 'consumer', { backoff, matchers: [] })).toMatchObject({
      backoff: defaultBackoff,
      ownBackoff: backoff,
    })
  })

  it('keeps the order of its rules, each with the matcher of its index', () => {
    const rules = [rule(1, 'deadLetter', 'dlq.declined'), rule(0, 'stop')]
    const policy = makePolicy(plan({ on: rules }), 'consumer', { backoff: null, matchers: [Error, Declined] })
    expect(policy.rules).toMatchObject([
      { action: 'deadLetter', topic: 'dlq.declined' },
      { action: 'stop', topic: null },
    ])
    expect(policy.rules.map((one) => one.matches(new Error('no')))).toEqual([false, true])
    expect(() => makePolicy(plan({ on: [rule(2)] }), 'consumer', none)).toThrow('rule 2 has no matcher')
  })

  it('matches by class, derived ones included', () => {
    expect(matches(Declined)(new Declined('no'))).toBe(true)
    expect(matches(Declined)(new Error('no'))).toBe(false)
    expect(matches(Error)(new Declined('no'))).toBe(true)
    expect(matches(Error)('no')).toBe(false)
  })

  it('matches by code, of anything that has one', () => {
    expect(matches('ECONNREFUSED')(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }))).toBe(true)
    expect(matches('ECONNREFUSED')({ code: 'ECONNREFUSED' })).toBe(true)
    for (const thrown of [new Error('ECONNREFUSED'), 'ECONNREFUSED', null, undefined]) expect(matches('ECONNREFUSED')(thrown)).toBe(false)
  })

  it('matches by whatever a function says, at once', () => {
    expect(matches((error: unknown) => error === 7)(7)).toBe(true)
    expect(matches((error: unknown) => error === 7)(8)).toBe(false)
    expect(() => matches(() => Promise.reject(new Error('late')))(7)).toThrow('answered a promise')
  })
})
