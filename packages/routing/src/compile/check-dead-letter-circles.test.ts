import { topic, topics } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import type { GroupBlock } from '../block/group-block.js'
import { consumerGroup } from '../consumer-group.js'
import type { WorkerOptions } from '../define-worker.js'
import type { ConsumerGroupOptions } from '../route/group-options.js'
import { shareGroup } from '../share-group.js'
import { compileWithBrokers, reasonsOf } from '../testing/compile-with-brokers.js'

class Charge {
  consume() {}
}
type RouteOptions = Pick<ConsumerGroupOptions, 'deadLetter' | 'retry' | 'whenExhausted'>

const consuming = (id: string, from: string | RegExp, route: RouteOptions = {}, cluster?: string) =>
  consumerGroup(id, (group) => {
    group.options({ cluster })
    group.topic(typeof from === 'string' ? topic(from) : topics(from), { consumer: Charge, ...route })
  })
const compile = (...blocks: readonly GroupBlock[]) => compileWithBrokers(blocks)
/** The ways that are reported, with the options that close them. */
const circlesOf = (blocks: readonly GroupBlock[], options: Partial<WorkerOptions> = {}) =>
  reasonsOf(compileWithBrokers(blocks, options)).map((one) =>
    one.replace(/^(.*): dead letters go round in a circle, (.*): a record that .*$/u, '$2 by $1'),
  )

describe('dead letters that go round in a circle', () => {
  it('are refused over two groups, with the option that leads back, every place and the way', () => {
    const billing = consumerGroup('billing', (group) => group.topic(topic('orders'), { consumer: Charge }))
    const desk = consumerGroup('desk', (group) => group.topic(topic('dlq.orders'), { consumer: Charge, deadLetter: 'orders' }))
    const { problems } = compile(billing, desk)
    expect(problems).toEqual([
      {
        severity: 'error',
        code: 'SAMSA_ROUTE_INVALID',
        path: "consumerGroup('desk').topic('dlq.orders').deadLetter",
        reason: 'dead letters go round in a circle, orders → dlq.orders → orders: a record that cannot be handled would run for ever',
        cure: 'name a topic that does not lead back, or write deadLetter: false and whenExhausted in one of these routes',
        places: [expect.stringMatching(/circles\.test\.ts:\d+/), expect.stringMatching(/circles\.test\.ts:\d+/)],
      },
    ])
  })

  it('in whatever order they are declared, and over as many topics as there are', () => {
    const desk = consuming('desk', 'dlq.orders', { deadLetter: 'orders' })
    expect(circlesOf([desk, consuming('billing', 'orders')])).toEqual([
      "orders → dlq.orders → orders by consumerGroup('desk').topic('dlq.orders').deadLetter",
    ])
    expect(
      circlesOf([
        consuming('a', 'one', { deadLetter: 'two' }),
        consuming('b', 'two', { deadLetter: { topic: 'three' } }),
        consuming('c', 'three', { deadLetter: 'one' }),
      ]),
    ).toEqual(["one → two → three → one by consumerGroup('c').topic('three').deadLetter"])
  })

  it('within one group', () => {
    const block = consumerGroup('billing', (group) => {
      group.topic(topic('orders'), { consumer: Charge, deadLetter: 'refunds' })
      group.topic(topic('refunds'), { consumer: Charge, deadLetter: 'orders' })
    })
    expect(circlesOf([block])).toEqual(["orders → refunds → orders by consumerGroup('billing').topic('refunds').deadLetter"])
  })

  it('once, however many read the topics, and for each option that leads back', () => {
    const readers = [consuming('a', 'orders'), consuming('b', 'orders', { deadLetter: 'dlq.orders' })]
    const back = { deadLetter: 'orders' }
    expect(circlesOf([...readers, consuming('desk', 'dlq.orders', back), consuming('copy', 'dlq.orders', back)])).toEqual([
      "orders → dlq.orders → orders by consumerGroup('desk').topic('dlq.orders').deadLetter",
      "orders → dlq.orders → orders by consumerGroup('copy').topic('dlq.orders').deadLetter",
    ])
  })

  it('by a rule, by the worker, by a group', () => {
    const back = {
      on: [
        { error: 'x', action: 'retry' as const },
        { error: 'y', action: { deadLetter: 'orders' } },
      ],
    }
    expect(circlesOf([consuming('billing', 'orders'), consuming('desk', 'dlq.orders', { retry: back })])).toEqual([
      "orders → dlq.orders → orders by consumerGroup('desk').topic('dlq.orders').retry.on[1].action.deadLetter",
    ])
    const desk = consumerGroup('desk', (group) => {
      group.options({ deadLetter: 'orders' })
      group.topic(topic('dead'), { consumer: Charge })
    })
    expect(circlesOf([desk, consuming('billing', 'orders')], { deadLetter: 'dead' })).toEqual([
      'dead → orders → dead by defineWorker.deadLetter',
    ])
  })

  it('through share groups, whoever writes', () => {
    const pictures = (route: object) =>
      shareGroup('pictures', (group) => {
        group.topic(topic('images'), { consumer: Charge, ...route })
        group.topic(topic('faces'), { consumer: Charge, deadLetter: false, whenExhausted: 'reject' })
      })
    expect(circlesOf([pictures({}), consuming('desk', 'dlq.images', { deadLetter: 'images' })])).toEqual([
      "images → dlq.images → images by consumerGroup('desk').topic('dlq.images').deadLetter",
    ])
    // what the group rejects of 'faces' is written by the broker as well
    expect(
      circlesOf([pictures({ deadLetter: { broker: 'dlq.pictures' } }), consuming('desk', 'dlq.pictures', { deadLetter: 'faces' })]),
    ).toEqual(["faces → dlq.pictures → faces by consumerGroup('desk').topic('dlq.pictures').deadLetter"])
  })

  it('through patterns that match a name that is known', () => {
    const orders = consuming('billing', /^orders\./)
    expect(circlesOf([orders, consuming('desk', /^dlq\.orders\./, { deadLetter: 'orders.again' })])).toEqual([
      "orders.again → dlq.orders.again → orders.again by consumerGroup('desk').topic(/^dlq\\.orders\\./).deadLetter",
    ])
    expect(circlesOf([orders, consuming('desk', /^dlq\.orders\./, { deadLetter: 'failed.orders' })])).toEqual([])
    // a group has one route for each topic, and exact names come first
    const exact = consumerGroup('desk', (group) => {
      group.topic(topics(/^dlq\.orders\.[a-m]/), { consumer: Charge, deadLetter: false, whenExhausted: 'hold' })
      group.topic(topics(/^dlq\.orders\./), { consumer: Charge, deadLetter: 'orders.again' })
    })
    expect(circlesOf([orders, exact])).toEqual([])
  })

  it('not where one route alone was refused for it', () => {
    const both = consumerGroup('billing', (group) =>
      group.topic([topic('a'), topic('b')], {
        consumer: Charge,
        deadLetter: 'a',
        retry: { on: [{ error: 'x', action: { deadLetter: 'b' } }] },
      }),
    )
    expect(circlesOf([both]).join('\n')).not.toContain('→')
    expect(compile(both).problems).toHaveLength(2)
  })

  it('end where names do', () => {
    const growing = consuming('a', /^(dlq\.){2,}x$/)
    // refused as what it is, and followed to its end
    expect(circlesOf([growing, consuming('b', 'orders', { deadLetter: 'dlq.dlq.x' })])).toEqual([
      expect.stringMatching(/^consumerGroup\('a'\).*'dlq\.dlq\.dlq\.x' as well/),
    ])
  })
})

describe('dead letters that only look like a circle', () => {
  it.each<readonly [string, readonly GroupBlock[]]>([
    [
      'two groups with one dead-letter topic',
      [consuming('a', 'orders', { deadLetter: 'dead' }), consuming('b', 'orders', { deadLetter: 'dead' })],
    ],
    ['a desk with dead letters of its own', [consuming('billing', 'orders'), consuming('desk', 'dlq.orders')]],
    [
      'a group that reads both, and ends there',
      [
        consumerGroup('billing', (group) => {
          group.topic(topic('orders'), { consumer: Charge })
          group.topic(topic('dlq.orders'), { consumer: Charge, deadLetter: false, whenExhausted: 'hold' })
        }),
      ],
    ],
    [
      'one dead-letter topic for all, and a desk that ends there',
      [consuming('a', 'orders', { deadLetter: 'dead' }), consuming('desk', 'dead', { deadLetter: false, whenExhausted: 'skip' })],
    ],
    [
      'a function that names the topic',
      [consuming('billing', 'orders'), consuming('desk', 'dlq.orders', { deadLetter: { topic: () => 'orders' } })],
    ],
  ])('%s', (_, blocks) => {
    expect(compile(...blocks).problems).toEqual([])
  })

  it('because they are on two clusters', () => {
    const kafka = { 'bootstrap.servers': 'localhost:9092' }
    const desk = (cluster: string) => consuming('desk', 'dlq.orders', { deadLetter: 'orders' }, cluster)
    const circles = (cluster: string) =>
      circlesOf([consuming('billing', 'orders', {}, 'one'), desk(cluster)], { kafka: undefined, clusters: { one: kafka, two: kafka } })
    expect(circles('two')).toEqual([])
    expect(circles('one')).toEqual(["orders → dlq.orders → orders by consumerGroup('desk').topic('dlq.orders').deadLetter"])
  })
})
