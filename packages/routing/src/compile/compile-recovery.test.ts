import { exponential, linear, topic } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { consumerGroup, type ConsumerGroupBuilder } from '../consumer-group.js'
import { shareGroup, type ShareGroupBuilder } from '../share-group.js'
import { compileWithBrokers, reasonsOf } from '../testing/compile-with-brokers.js'
import type { WorkerOptions } from '../define-worker.js'

class Charge {
  consume() {}
}
const orders = topic('orders')
const refunds = topic('refunds')
const billing = (build: (group: ConsumerGroupBuilder) => void, worker: Partial<WorkerOptions> = {}) =>
  compileWithBrokers([consumerGroup('billing', build)], worker)
const jobs = (build: (group: ShareGroupBuilder) => void, worker: Partial<WorkerOptions> = {}) =>
  compileWithBrokers([shareGroup('jobs', build)], worker)
const recoveries = ({ plan }: ReturnType<typeof billing>) =>
  plan.groups.flatMap(({ topics: routes }) => routes.map(({ recovery }) => recovery))
const standard = { topic: 'dlq.<topic>', create: true, transform: false, headers: false, afterDeliveries: null, broker: null }

describe('a policy', () => {
  it('is five attempts and dlq.<topic> where nobody says otherwise', () => {
    const compiled = billing((group) => group.topic(orders, { consumer: Charge }))
    expect(compiled.problems).toEqual([])
    expect(recoveries(compiled)).toEqual([
      {
        retry: { attempts: 5, backoff: { kind: 'exponential', firstMs: 250, maxMs: 30_000, jitter: true }, on: [], topicDelaysMs: [] },
        deadLetter: standard,
        whenExhausted: null,
        breaker: null,
        flood: null,
      },
    ])
    expect(compiled.bindings.get('billing/orders')).toMatchObject({ backoff: null, matchers: [], deadLetter: null })
  })

  it('is merged field by field, the most specific wins', () => {
    const own = (): '1s' => '1s'
    const isGone = (): boolean => true
    const compiled = billing(
      (group) => {
        group.options({ retry: { attempts: 3, on: [{ error: 'ECONNRESET', action: 'retry' }] } })
        group.topic(orders, {
          consumer: Charge,
          retry: { backoff: exponential('200ms', { max: '30s' }), on: [{ error: TypeError, action: { deadLetter: 'bugs' } }] },
        })
        group.topic(refunds, {
          consumer: Charge,
          retry: { backoff: own, on: [{ error: isGone, action: 'skip' }] },
          deadLetter: { topic: 'other', create: false },
        })
      },
      { retry: { attempts: 9 }, deadLetter: 'dlq', whenExhausted: 'stop' },
    )
    expect(compiled.problems).toEqual([])
    const [first, second] = recoveries(compiled)
    expect(first).toMatchObject({
      retry: {
        attempts: 3,
        backoff: { kind: 'exponential', firstMs: 200, maxMs: 30_000, jitter: false },
        on: [
          { index: 0, error: 'TypeError', action: 'deadLetter', deadLetterTopic: 'bugs' },
          { index: 1, error: 'ECONNRESET', action: 'retry', deadLetterTopic: null },
        ],
      },
      deadLetter: { topic: 'dlq', create: true },
      whenExhausted: 'stop',
    })
    expect(second).toMatchObject({
      retry: { backoff: { kind: 'own' }, on: [{ error: 'isGone', action: 'skip' }, {}] },
      deadLetter: { topic: 'other', create: false },
    })
    expect(compiled.bindings.get('billing/refunds')).toMatchObject({ backoff: own, matchers: [isGone, 'ECONNRESET'] })
    expect(compiled.plan.origins).toMatchObject({
      'group(billing).topic(orders).recovery.retry.attempts': 'group',
      'group(billing).topic(orders).recovery.deadLetter.topic': 'worker',
      'group(billing).topic(refunds).recovery.deadLetter.topic': 'route',
    })
  })

  it('reports what it cannot understand with the path of the option', () => {
    const compiled = billing((group) => {
      group.topic(orders, {
        consumer: Charge,
        retry: { attempts: 0, backoff: exponential('200 ms' as never, { max: 'soon' as never }), topics: ['1s', 'x' as never] },
      })
      group.topic(refunds, {
        consumer: Charge,
        retry: {
          backoff: 5 as never,
          on: [
            { error: 1, action: 'release' },
            { error: 'x', action: 'release' },
            { error: 'x', action: 'ignore' },
            { error: 'x', action: { deadLetter: 'a b' } },
            { error: 'x', action: { deadLetter: 'x', create: false }, attempts: 3 },
          ] as never,
        },
        deadLetter: 'a b',
      })
      group.topic(topic('x'), {
        consumer: Charge,
        deadLetter: { afterDeliveries: 2, transform: 1 } as never,
        whenExhausted: 'reject' as never,
      })
      group.topic(topic('y'), {
        consumer: Charge,
        deadLetter: false,
        breaker: { failures: 0, pause: '1s' },
        retry: { backoff: linear('5s', { max: '1s' }) },
      })
    })
    const at = (name: string): string => `consumerGroup('billing').topic('${name}')`
    expect(reasonsOf(compiled)).toEqual([
      `${at('orders')}.retry.backoff.first: '200 ms' is no duration`,
      `${at('orders')}.retry.backoff.max: 'soon' is no duration`,
      `${at('orders')}.retry.attempts: 0 is too little`,
      `${at('orders')}.retry.topics.1: 'x' is no duration`,
      `${at('refunds')}.retry.backoff: 5 is no backoff`,
      `${at('refunds')}.retry.on[0]: a rule names an error by class, code or function`,
      `${at('refunds')}.retry.on[1].action: a consumerGroup neither releases nor rejects`,
      `${at('refunds')}.retry.on[2].action: 'ignore' is nothing that a consumerGroup does`,
      `${at('refunds')}.retry.on[3].action.deadLetter: a topic name has only letters, digits, '.', '_' and '-', not ' '`,
      `${at('refunds')}.retry.on[4].attempts: there is no such option`,
      `${at('refunds')}.retry.on[4].action.create: there is no such option`,
      `${at('refunds')}.deadLetter: a topic name has only letters, digits, '.', '_' and '-', not ' '`,
      `${at('x')}.deadLetter.afterDeliveries: a consumerGroup counts no deliveries`,
      `${at('x')}.deadLetter.transform: 1 is no function`,
      `${at('x')}.whenExhausted: a consumerGroup rejects nothing`,
      `${at('y')}.retry.backoff.max: 1000 ms is less than the first wait, 5000 ms`,
      `${at('y')}.breaker.failures: 0 is too little`,
      `${at('y')}.deadLetter: without dead letters nothing says what becomes of a record that cannot be handled`,
    ])
  })

  it('takes from the worker only the words of the kind, where they are needed', () => {
    const word = { whenExhausted: 'hold' } as const
    expect(reasonsOf(jobs((group) => group.topic(orders, { consumer: Charge }), word))).toEqual([])
    expect(reasonsOf(jobs((group) => group.topic(orders, { consumer: Charge }), { ...word, deadLetter: false }))).toEqual([
      'defineWorker.whenExhausted: a shareGroup neither holds nor skips a record',
    ])
    expect(
      reasonsOf(jobs((group) => group.topic(orders, { consumer: Charge, whenExhausted: 'reject' }), { ...word, deadLetter: false })),
    ).toEqual([])
  })
})

describe('two blocks of a group', () => {
  it('do not take one function for another', () => {
    const block = (error: ErrorConstructor) =>
      consumerGroup('billing', (group) => {
        group.options({ retry: { on: [{ error, action: 'skip' }] } })
        group.topic(topic(error.name), { consumer: Charge })
      })
    expect(compileWithBrokers([block(TypeError), block(RangeError)]).problems).toMatchObject([
      { path: "consumerGroup('billing').options.retry" },
    ])
  })
})
