import { topic, topics } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { consumerGroup, type ConsumerGroupBuilder } from '../consumer-group.js'
import type { WorkerOptions } from '../define-worker.js'
import { shareGroup, type ShareGroupBuilder } from '../share-group.js'
import { compileWithBrokers, reasonsOf } from '../testing/compile-with-brokers.js'

class Charge {
  consume() {}
}
const orders = topic('orders')
const refunds = topic('refunds')
const billing = (build: (group: ConsumerGroupBuilder) => void, worker: Partial<WorkerOptions> = {}) =>
  compileWithBrokers([consumerGroup('billing', build)], worker)
const jobs = (build: (group: ShareGroupBuilder) => void, worker: Partial<WorkerOptions> = {}) =>
  compileWithBrokers([shareGroup('jobs', build)], worker)
const deadLetters = ({ plan, problems }: ReturnType<typeof billing>) => {
  expect(problems).toEqual([])
  return plan.groups.flatMap((group) => group.topics.map(({ recovery }) => recovery.deadLetter))
}
const standard = { topic: 'dlq.<topic>', create: true, transform: false, headers: false, afterDeliveries: null, broker: null }

describe('dead letters', () => {
  const transform = () => null
  const named = () => 'named'

  it('are one object in all their forms, merged field by field', () => {
    const worker = { deadLetter: { create: false, transform, topic: 'all' } }
    const compiled = billing((group) => {
      group.topic(orders, { consumer: Charge, deadLetter: 'mine' })
      group.topic(refunds, { consumer: Charge, deadLetter: topic('theirs') })
      group.topic(topic('a'), { consumer: Charge })
      group.topic(topic('b'), { consumer: Charge, deadLetter: true })
      group.topic(topic('c'), { consumer: Charge, deadLetter: { topic: named, create: true } })
    }, worker)
    const kept = { ...standard, create: false, transform: true }
    expect(deadLetters(compiled)).toEqual([
      { ...kept, topic: 'mine' },
      { ...kept, topic: 'theirs' },
      { ...kept, topic: 'all' },
      kept,
      { ...kept, create: true, topic: null },
    ])
    expect(compiled.bindings.get('billing/orders')?.deadLetter).toEqual({ topic: undefined, transform, headers: undefined })
    expect(compiled.bindings.get('billing/c')?.deadLetter).toEqual({ topic: named, transform, headers: undefined })
  })

  it('are named by the most specific one, function or name', () => {
    const compiled = billing(
      (group) => {
        group.topic(orders, { consumer: Charge, deadLetter: 'mine' })
        group.topic(refunds, { consumer: Charge })
      },
      { deadLetter: { topic: named } },
    )
    expect(deadLetters(compiled).map((one) => one?.topic)).toEqual(['mine', null])
    expect(compiled.bindings.get('billing/orders')?.deadLetter).toBeNull()
  })

  it('are off below a false, and nothing outside of it counts', () => {
    const compiled = billing(
      (group) => {
        group.options({ deadLetter: false, whenExhausted: 'hold' })
        group.topic(orders, { consumer: Charge })
        group.topic(refunds, { consumer: Charge, deadLetter: { headers: () => ({}) } })
      },
      { deadLetter: { create: false, topic: 'all' } },
    )
    expect(deadLetters(compiled)).toEqual([null, { ...standard, headers: true }])
    expect(compiled.plan.origins).toMatchObject({ 'group(billing).topic(orders).recovery.deadLetter': 'group' })
  })

  it('come back to no route that they come from', () => {
    const compiled = billing((group) => {
      group.topic([orders, topic('xdlq.orders')], { consumer: Charge, deadLetter: 'xdlq.orders' })
      group.topic(refunds, { consumer: Charge, deadLetter: 'refunds' })
      group.topic(topic('a'), { consumer: Charge, retry: { on: [{ error: 'x', action: { deadLetter: 'a' } }] } })
      group.topic(topics(/^b/), { consumer: Charge, deadLetter: 'b.dead' })
      group.topic(topics(/c$/), { consumer: Charge })
      group.topic(topics(/^d/), { consumer: Charge })
      group.topic(topics(/^f/), { consumer: Charge })
    })
    expect(reasonsOf(compiled).map((one) => one.replace("consumerGroup('billing')", ''))).toEqual([
      ".topic('orders', 'xdlq.orders').deadLetter: this route consumes 'xdlq.orders' itself: its dead letters would come back to it",
      ".topic('refunds').deadLetter: this route consumes 'refunds' itself: its dead letters would come back to it",
      ".topic('a').retry.on[0].action.deadLetter: this route consumes 'a' itself: its dead letters would come back to it",
      ".topic(/^b/).deadLetter: this route consumes 'b.dead' itself: its dead letters would come back to it",
      ".topic(/c$/).deadLetter: this route consumes 'c' by /c$/, and its dead-letter topic 'dlq.c' as well: what cannot be handled would come back to it for ever",
      ".topic(/^d/).deadLetter: this route consumes 'd' by /^d/, and its dead-letter topic 'dlq.d' as well: what cannot be handled would come back to it for ever",
    ])
  })

  it.each([
    [/^.+-orders$/, 'x-orders'],
    [/^.*orders$/, 'orders'],
    [/^(?:[a-z]+\.)*orders$/, 'orders'],
    [/^[a-z.-]+\.events$/, 'x.events'],
  ])('come back to no pattern that matches a name of theirs: %s', (pattern, name) => {
    const compile = (deadLetter?: 'dlq.all') => billing((group) => group.topic(topics(pattern), { consumer: Charge, deadLetter }))
    expect(compile().problems).toEqual([
      {
        severity: 'error',
        code: 'SAMSA_OPTION_INVALID',
        path: `consumerGroup('billing').topic(${pattern}).deadLetter`,
        reason: `this route consumes '${name}' by ${pattern}, and its dead-letter topic 'dlq.${name}' as well: what cannot be handled would come back to it for ever`,
        cure: "begin the pattern with '^' and with what no 'dlq.…' begins with, or name one topic that it does not match, or write deadLetter: false and whenExhausted",
        places: [expect.stringMatching(/compile-dead-letter\.test\.ts:\d+/)],
      },
    ])
    expect(compile('dlq.all').problems).toEqual([])
  })

  it('may come to another route of the group, which comes first', () => {
    const ends = { consumer: Charge, deadLetter: false, whenExhausted: 'skip' } as const
    const desk = (first: boolean) =>
      billing((group) => {
        if (first) group.topic(topics(/^dlq\./), ends)
        group.topic(topics(/^.+-orders$/), { consumer: Charge })
        if (!first) group.topic(topics(/^dlq\./), ends)
      })
    expect(reasonsOf(desk(true))).toEqual([])
    expect(reasonsOf(desk(false))).toEqual([expect.stringContaining("'dlq.x-orders' as well")])
  })

  it('are suspected of coming back where a pattern cannot be looked into', () => {
    const compiled = billing((group) => {
      group.topic(topics(/\borders/), { consumer: Charge })
      group.topic(topics(/^refunds\b/), { consumer: Charge })
      group.topic(topics(/(?:)/), { consumer: Charge })
    })
    expect(reasonsOf(compiled).map((one) => one.replace("consumerGroup('billing')", ''))).toEqual([
      '.topic(/(?:)/): an empty pattern matches every topic',
      '.topic(/\\borders/).deadLetter: /\\borders/ may match the dead-letter topics of this route as well (dlq.<topic>): what cannot be handled would come back to it for ever',
    ])
  })

  it('by their standard name neither', () => {
    const compiled = billing((group) => group.topic([orders, topic('dlq.orders')], { consumer: Charge }))
    expect(reasonsOf(compiled)).toEqual([
      "consumerGroup('billing').topic('orders', 'dlq.orders').deadLetter: this route consumes 'dlq.orders' itself: its dead letters would come back to it",
    ])
  })

  it('have names that Kafka takes', () => {
    const compiled = billing((group) => group.topic(topic('x'.repeat(249)), { consumer: Charge }))
    expect(compiled.problems.map(({ reason }) => reason)).toEqual([expect.stringContaining('at most 249 characters, this one has 253')])
  })

  it('that are off cannot be what a rule asks for', () => {
    const compiled = billing(
      (group) => {
        group.topic(orders, { consumer: Charge, deadLetter: false, whenExhausted: 'hold' })
        group.topic(refunds, { consumer: Charge })
      },
      { retry: { on: [{ error: TypeError, action: 'deadLetter' }] } },
    )
    expect(compiled.problems).toMatchObject([
      {
        path: 'defineWorker.retry.on[0].action',
        reason: "consumerGroup('billing').topic('orders') has no dead letters (deadLetter: false), and the rule names no topic",
        cure: "write { deadLetter: topic }, or 'skip'",
      },
    ])
  })
})

describe('dead letters that the broker writes', () => {
  it('are decided by the most specific layer that says who writes', () => {
    const compiled = jobs(
      (group) => {
        group.options({ deadLetter: { broker: 'dlq.jobs' } })
        group.topic(orders, { consumer: Charge })
        group.topic(refunds, { consumer: Charge, deadLetter: { afterDeliveries: 2 } })
        group.topic(topic('a'), { consumer: Charge, deadLetter: 'mine' })
        group.topic(topic('b'), { consumer: Charge, deadLetter: true })
      },
      { deadLetter: { create: false, transform: () => null } },
    )
    const byBroker = { ...standard, topic: null, broker: 'dlq.jobs' }
    const byApplication = { ...standard, create: false, transform: true }
    expect(deadLetters(compiled)).toEqual([
      byBroker,
      { ...byBroker, afterDeliveries: 2 },
      { ...byApplication, topic: 'mine' },
      byApplication,
    ])
  })

  it('take nothing else, and one topic for a group', () => {
    const compiled = jobs((group) => {
      group.topic(orders, { consumer: Charge, deadLetter: { broker: 'dlq.jobs', topic: 'x', create: true, headers: () => ({}) } })
      group.topic(refunds, { consumer: Charge, deadLetter: { broker: 'dlq.others' } })
      group.topic(topic('a'), { consumer: Charge, deadLetter: { broker: 'a b' } })
    })
    expect(reasonsOf(compiled).map((one) => one.replace("shareGroup('jobs')", ''))).toEqual([
      ...['topic', 'headers', 'create'].map(
        (name) => `.topic('orders').deadLetter.${name}: the broker writes these dead letters itself, with key and value only`,
      ),
      ".topic('a').deadLetter.broker: a topic name has only letters, digits, '.', '_' and '-', not ' '",
      ".deadLetter.broker: the broker writes the dead letters of a group to one topic, and its routes name 'dlq.jobs' and 'dlq.others'",
    ])
  })

  it('and are not read by the group itself', () => {
    const compiled = jobs((group) => {
      group.topic(orders, { consumer: Charge, deadLetter: { broker: 'dlq.jobs' } })
      group.topic(topic('dlq.jobs'), { consumer: Charge, deadLetter: false, whenExhausted: 'reject' })
    })
    expect(reasonsOf(compiled)).toEqual([
      "shareGroup('jobs').deadLetter.broker: another route of the group consumes 'dlq.jobs': what it rejects would be written there again, for ever",
    ])
  })

  it('and deliveries that there are', () => {
    const limited = (afterDeliveries: number) =>
      reasonsOf(
        jobs((group) => {
          group.settings({ deliveryCountLimit: 4 })
          group.topic(orders, { consumer: Charge, deadLetter: { afterDeliveries } })
        }),
      )
    expect(limited(4)).toEqual([])
    expect(limited(5)).toEqual([
      "shareGroup('jobs').topic('orders').deadLetter.afterDeliveries: 5 deliveries do not happen: the declared deliveryCountLimit is 4",
    ])
  })
})
