import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { buildDecodeFailure, buildFailure } from '../testing/build-failure.js'
import { buildPolicy, buildRule } from '../testing/build-policy.js'
import { decideOutcome, type DeliveryState, type FailedRun, type RecoveryAction } from './decide-outcome.js'
import type { Failure } from './failure.js'
import type { RecoveryPolicy } from './recovery-policy.js'

const toRoute: RecoveryAction = { type: 'dead-letter', topic: null, by: 'application' }
const again: RecoveryAction = { type: 'retry', delayMs: 100 }
const delivered = (count: number, parts: Partial<DeliveryState> = {}): DeliveryState => ({
  count,
  limit: 5,
  lockMs: 30_000,
  lockLeftMs: 28_000,
  ...parts,
})
const run = (parts: Partial<FailedRun> = {}): FailedRun => ({ failure: buildFailure(), attempt: 1, delivery: null, ...parts })
const decide = (parts: Partial<FailedRun>, policy: Partial<RecoveryPolicy> = {}): RecoveryAction =>
  decideOutcome(run(parts), buildPolicy(policy)).action

describe('what was thrown', () => {
  it('runs again until its attempts are used up, then goes to the dead letters', () => {
    expect([1, 4, 5, 6].map((attempt) => decide({ attempt }))).toEqual([again, again, toRoute, toRoute])
    expect(decide({ attempt: 1 }, { attempts: 1 })).toEqual(toRoute)
  })

  it.each([
    ['hold', { type: 'hold' }],
    ['skip', { type: 'skip', exhausted: true }],
    ['reject', { type: 'reject', exhausted: true }],
    ['stop', { type: 'stop', exhausted: true, critical: false }],
  ] as const)('ends in %s without a dead-letter topic', (whenExhausted, action) => {
    expect(decide({ attempt: 5 }, { deadLetter: null, whenExhausted })).toEqual(action)
  })

  it('is decided by its rule', () => {
    const byRule = (action: Parameters<typeof buildRule>[0], topic: string | null = null, parts: Partial<RecoveryPolicy> = {}) =>
      decide({}, { rules: [buildRule(action, topic)], ...parts })
    expect(byRule('retry')).toEqual(again)
    expect(byRule('deadLetter')).toEqual(toRoute)
    expect(byRule('deadLetter', 'dlq.declined')).toEqual({ type: 'dead-letter', topic: 'dlq.declined', by: 'application' })
    expect(byRule('deadLetter', 'dlq.declined', { deadLetter: null })).toMatchObject({ topic: 'dlq.declined', by: 'application' })
    expect(byRule('deadLetter', null, { deadLetter: null })).toEqual({ type: 'hold' })
    expect(byRule('skip')).toEqual({ type: 'skip', exhausted: false })
    expect(byRule('reject')).toEqual({ type: 'reject', exhausted: false })
    expect(byRule('stop')).toEqual({ type: 'stop', exhausted: false, critical: false })
  })

  it('stops the worker where memory is out, whatever rules say', () => {
    const failure = buildFailure({ thrown: Object.assign(new Error('not enough memory'), { code: 'ENOMEM' }) })
    expect(decide({ failure }, { rules: [buildRule('skip')] })).toEqual({ type: 'stop', exhausted: false, critical: true })
  })

  it('retries an allocation that a corrupt length asked for, and takes rules about it', () => {
    const failure = buildFailure({ thrown: new RangeError('Array buffer allocation failed') })
    expect([decide({ failure }), decide({ failure, attempt: 5 })]).toEqual([again, toRoute])
    expect(decide({ failure }, { rules: [buildRule('skip')] })).toEqual({ type: 'skip', exhausted: false })
  })

  it('stops the worker where no record of the topic can be read, unless a rule says otherwise', () => {
    const error = new SamsaError('SAMSA_SCHEMA_ASYNC', 'value of orders/0/1: the schema validates asynchronously')
    const failure = buildFailure({ cause: 'deserialize', error, thrown: error })
    expect(decide({ failure })).toEqual({ type: 'stop', exhausted: false, critical: false })
    expect(decide({ failure }, { rules: [buildRule('skip')] })).toEqual({ type: 'skip', exhausted: false })
  })

  it("takes a schema that validates later for an error of the handler where it is not the record's own", () => {
    const error = new SamsaError('SAMSA_SCHEMA_ASYNC', 'this schema validates asynchronously')
    expect(decide({ failure: buildFailure({ cause: 'thrown', error, thrown: error }) })).toEqual(again)
  })

  it('names what rules and the own backoff threw', () => {
    const [first, second] = [new Error('first'), new Error('second')]
    const fails = (error: Error) => () => {
      throw error
    }
    const policy = buildPolicy({ rules: [buildRule('skip', null, fails(first))], ownBackoff: fails(second) })
    expect(decideOutcome(run(), policy)).toEqual({ action: again, mistakes: [first, second] })
  })
})

describe('what cannot be decoded', () => {
  it('is not tried again, unless the error says that it is transient', () => {
    expect(decide({ failure: buildDecodeFailure() })).toEqual(toRoute)
    expect(decide({ failure: buildDecodeFailure(true) })).toEqual(again)
    expect(decide({ failure: buildDecodeFailure(true), attempt: 5 })).toEqual(toRoute)
    expect(decide({ failure: buildDecodeFailure() }, { deadLetter: null })).toEqual({ type: 'hold' })
  })

  it('is tried again where a rule says so', () => {
    const isDecodeError = (thrown: unknown): boolean => thrown instanceof SamsaError
    expect(decide({ failure: buildDecodeFailure() }, { rules: [buildRule('retry', null, isDecodeError)] })).toEqual(again)
  })
})

describe('what a handler returned', () => {
  const returned = (cause: 'returned' | 'dead-letter', afterMs: number | null = null): Failure =>
    buildFailure({ cause, error: null, thrown: null, afterMs })

  it('retries as often as a throw, after the time that it asks for', () => {
    expect(decide({ failure: returned('returned', 7) })).toEqual({ type: 'retry', delayMs: 7 })
    expect(decide({ failure: returned('returned', 7), attempt: 5 })).toEqual(toRoute)
  })

  it('goes to the dead letters at once', () => {
    expect(decide({ failure: returned('dead-letter') })).toEqual(toRoute)
    expect(decide({ failure: returned('dead-letter'), delivery: delivered(1) }, { deadLetter: 'broker' })).toEqual({
      type: 'dead-letter',
      topic: null,
      by: 'broker',
    })
    expect(decide({ failure: returned('dead-letter') }, { deadLetter: null, whenExhausted: 'skip' })).toEqual({
      type: 'skip',
      exhausted: true,
    })
  })

  it('is not looked at by rules, which are about errors', () => {
    expect(decide({ failure: returned('returned') }, { rules: [buildRule('stop')] })).toEqual(again)
    expect(decide({ failure: returned('dead-letter') }, { rules: [buildRule('stop')] })).toEqual(toRoute)
  })

  it('is released where another delivery would run it', () => {
    const released = (count: number, parts: Partial<RecoveryPolicy> = {}) =>
      decide({ failure: returned('returned'), attempt: count, delivery: delivered(count) }, parts)
    expect([1, 3, 4].map((count) => released(count))).toEqual([{ type: 'release' }, { type: 'release' }, toRoute])
    expect(released(4, { deadLetter: 'broker' })).toEqual({ type: 'release' })
    expect(released(2, { attempts: 2 })).toEqual(toRoute)
  })
})

describe('a record of a share group', () => {
  it('waits in place where that fits into its lock, and is released where it does not', () => {
    const after = (afterMs: number, lock: Partial<DeliveryState> = {}, count = 1) =>
      decide({ failure: buildFailure({ afterMs }), attempt: count, delivery: delivered(count, lock) }).type
    expect(after(15_000)).toBe('retry')
    expect(after(15_001)).toBe('release')
    expect(after(100, { lockLeftMs: 101 })).toBe('retry')
    expect(after(100, { lockLeftMs: 100 })).toBe('release')
    expect(after(15_001, {}, 4)).toBe('dead-letter')
  })

  it('is released by its rule where another delivery would run it', () => {
    const rules = [buildRule('release')]
    expect(decide({ delivery: delivered(3), attempt: 3 }, { rules })).toEqual({ type: 'release' })
    expect(decide({ delivery: delivered(4), attempt: 4 }, { rules })).toEqual(toRoute)
    expect(decide({ delivery: delivered(1, { limit: Number.POSITIVE_INFINITY }) }, { rules })).toEqual({ type: 'release' })
  })

  it.each(['deliveries', 'starved'] as const)('is given up without another run: %s', (cause) => {
    const failure = buildFailure({ cause, thrown: new SamsaError('SAMSA_DELIVERIES', 'too often') })
    const delivery = delivered(5)
    expect(decide({ failure, attempt: 0, delivery }, { rules: [buildRule('retry')] })).toEqual(toRoute)
    expect(decide({ failure, attempt: 0, delivery }, { deadLetter: 'broker' })).toMatchObject({ by: 'broker' })
    expect(decide({ failure, attempt: 0, delivery }, { deadLetter: null, whenExhausted: 'reject' })).toEqual({
      type: 'reject',
      exhausted: true,
    })
  })

  it('is never asked for by a consumer group', () => {
    expect(() => decide({ delivery: null }, { rules: [buildRule('release')] })).toThrow('assertion')
  })
})
