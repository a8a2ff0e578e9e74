import { topic, topics } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { compileRoutes } from '../compile-routes.js'
import { consumerGroup } from '../consumer-group.js'
import { defineRoutes } from '../define-routes.js'
import { defineWorker } from '../define-worker.js'
import { renderProblem } from '../plan/routing-problem.js'
import { shareGroup } from '../share-group.js'
import { compileWithBrokers, reasonsOf } from '../testing/compile-with-brokers.js'

class Nothing {
  consume() {}
}
class Bulk {
  consumeBatch() {}
}
const orders = topic('orders')

describe('options', () => {
  it('are reported all at once, each with its path, in one line', () => {
    const compiled = compileWithBrokers(
      [
        consumerGroup('billing', (group) => {
          group.options({ commitInterval: 0, buffer: '1KiB', commit: 'sometimes' as never, instanceId: '', drain: '-5s' })
          group.topic(orders, {
            consumer: Nothing,
            timeout: '30 sec' as never,
            concurrency: 1.5,
            ordering: 'keys' as never,
            batch: { maxRecords: 5 } as never,
          })
          group.topic(topic('bulk'), {
            consumer: Bulk,
            batch: { maxRecords: 0, maxBytes: '1MB' as never, maxwait: 1 } as never,
            initialOffset: 'begin' as never,
          })
          group.topic(topic('odd'), {
            consumer: Nothing,
            conccurency: 5,
            initialOffset: new Date(Number.NaN),
            rateLimit: { records: 0, per: '0s' },
          } as never)
        }),
      ],
      {
        drain: '25 s' as never,
        startTimeout: 0,
        health: { port: 'http', status: 'everyone' as never, path: '/' } as never,
        setup: 1 as never,
        container: {} as never,
        retries: 5,
      } as never,
    )
    expect(reasonsOf(compiled)).toEqual([
      'defineWorker.retries: there is no such option',
      'defineWorker.setup: 1 is no function',
      'defineWorker.container: an object builds no classes',
      'defineWorker.health.path: there is no such option',
      "defineWorker.drain: '25 s' is no duration",
      'defineWorker.startTimeout: 0 ms is too little',
      "defineWorker.health.port: 'http' is no port",
      "defineWorker.health.status: 'everyone' is none of its values",
      "consumerGroup('billing').topic('orders').timeout: '30 sec' is no duration",
      "consumerGroup('billing').topic('orders').batch: batch: {…} is for classes with consumeBatch(), and Nothing has consume()",
      "consumerGroup('billing').topic('orders').ordering: 'keys' is none of its values",
      "consumerGroup('billing').topic('orders').concurrency: 1.5 is no whole number",
      "consumerGroup('billing').topic('bulk').batch.maxwait: there is no such option",
      "consumerGroup('billing').topic('bulk').batch.maxRecords: 0 is too little",
      "consumerGroup('billing').topic('bulk').batch.maxBytes: '1MB' is no size",
      "consumerGroup('billing').topic('bulk').initialOffset: 'begin' is nowhere to begin",
      "consumerGroup('billing').topic('odd').conccurency: there is no such option",
      "consumerGroup('billing').topic('odd').rateLimit.records: 0 is too little",
      "consumerGroup('billing').topic('odd').rateLimit.per: 0 ms is too little",
      "consumerGroup('billing').topic('odd').initialOffset: an invalid Date is nowhere to begin",
      "consumerGroup('billing').options.drain: '-5s' is no duration",
      "consumerGroup('billing').options.instanceId: '' is no name",
      "consumerGroup('billing').options.commit: 'sometimes' is none of its values",
      "consumerGroup('billing').options.commitInterval: 0 ms is too little",
      "consumerGroup('billing').options.buffer: 1024 bytes is too little",
    ])
    for (const line of compiled.problems.map(renderProblem))
      expect(line).toMatch(/^SAMSA_OPTION_INVALID \S.* \(packages\/routing\/src\/[^)]+:\d+\): .+: .+$/)
  })

  it('of the other kind are refused with the sentence of the type error', () => {
    const compiled = compileWithBrokers([
      shareGroup('jobs', (group) => {
        group.options({
          protocol: 'classic',
          commit: 'each',
          maxRecordLocks: 500,
          kafka: { 'session.timeout.ms': 6000, 'share.acknowledgement.mode': 'implicit', 'fetch.wait.max.ms': 100 },
        } as never)
        group.settings(
          {
            initialOffset: 'earliest',
            policy: 'apply',
            lockDuration: '1ms',
            deliveryCountLimit: 1,
            offsetReset: 'none' as never,
            locks: 1,
          } as never,
          { policy: 'force' } as never,
        )
        group.topic(orders, { consumer: Nothing, ordering: 'key', initialOffset: 'earliest', members: 2 } as never)
        group.topic(topics(/^x/) as never, { consumer: Nothing })
      }),
      consumerGroup('billing', (group) => {
        group.options({ members: 2 } as never)
        ;(group as unknown as { settings: (settings: object) => void }).settings({})
        group.topic(orders, { consumer: Nothing, lockDuration: '30s' } as never)
      }),
    ])
    expect(compiled.problems.map(({ reason, cure }) => `${reason}: ${cure}`)).toEqual(
      expect.arrayContaining([
        'a shareGroup has one protocol: use a consumerGroup for `protocol`',
        'a shareGroup acknowledges each record: use a consumerGroup for `commit`',
        'this is a setting of the group on the broker: use group.settings({ … })',
        'the broker decides this for a shareGroup: use group.settings({ heartbeatInterval, sessionTimeout })',
        'Samsa acknowledges every record of a shareGroup itself: leave it out',
        'a shareGroup has no positions: use `offsetReset`, where a group without state begins',
        'the policy is the second argument: use group.settings({ … }, { policy })',
        'members are an option of the group in this worker: use group.options({ members })',
        'a shareGroup keeps no order: use a consumerGroup for `ordering`',
        'a shareGroup has no positions: use a consumerGroup for `initialOffset`, or group.settings({ offsetReset })',
        'a shareGroup subscribes to exact names: use a consumerGroup for topics(/pattern/)',
        'a consumerGroup has one member in each worker: start more workers, or use a shareGroup for `members`',
        'a consumerGroup has no settings on the broker: use a shareGroup, or kafka: {…} of the worker',
        'a consumerGroup locks no records: use a shareGroup, or `timeout` to bound a handler',
        '1 ms is too little: write at least 1000',
        '1 is too little: write at least 2',
        "'none' is nowhere to begin: write 'earliest', 'latest' or a time ago such as '-6h'",
      ]),
    )
    expect(reasonsOf(compiled)).toEqual(
      expect.arrayContaining([
        "shareGroup('jobs').settings.locks: there is no such option",
        "shareGroup('jobs').settings.policy: 'force' is none of its values",
      ]),
    )
  })
})

describe('properties of Kafka', () => {
  it('that a worker sets for its consumer groups are left out of its share groups', () => {
    const kafka = { 'bootstrap.servers': 'localhost:9092', 'session.timeout.ms': 6000, 'fetch.wait.max.ms': 100 }
    const compiled = compileWithBrokers([shareGroup('jobs', (group) => group.topic(orders, { consumer: Nothing }))], { kafka })
    expect(compiled.problems).toEqual([])
    expect(compiled.groupSettings.get('jobs')).toEqual({ 'bootstrap.servers': 'localhost:9092', 'fetch.wait.max.ms': '100' })
  })
})

describe('groups and topics', () => {
  it('with names that Kafka refuses', () => {
    const route = (group: { topic: (topic: typeof orders, route: { consumer: typeof Nothing }) => void }): void =>
      group.topic(orders, { consumer: Nothing })
    expect(
      reasonsOf(
        compileWithBrokers([
          consumerGroup('', route),
          consumerGroup(' a', route),
          consumerGroup('a\nb', route),
          shareGroup('a:b', route),
          consumerGroup(undefined as never, route),
        ]),
      ),
    ).toEqual([
      "consumerGroup(''): the group id is empty",
      "consumerGroup(' a'): the group id begins or ends with a space",
      expect.stringContaining('the group id contains a control character'),
      "shareGroup('a:b'): the id of a shareGroup cannot contain ':'",
      "consumerGroup('undefined'): the group id is undefined",
    ])
    expect(
      reasonsOf(
        compileWithBrokers([
          consumerGroup('billing', (group) => {
            group.topic(topic('größe'), { consumer: Nothing })
            group.topic('orders' as never, { consumer: Nothing })
            group.topic([] as never, { consumer: Nothing })
            group.topic(topics(/^a/i), { consumer: Nothing })
            group.topic(topics(/^(?!a)b/), { consumer: Nothing })
            group.topic(topics(new RegExp('')), { consumer: Nothing })
          }),
          consumerGroup('empty', () => undefined),
        ]),
      ),
    ).toEqual([
      "consumerGroup('billing').topic('größe'): a topic name has only letters, digits, '.', '_' and '-', not 'ö'",
      "consumerGroup('billing').topic(…): 'orders' is no topic",
      "consumerGroup('billing').topic(…): this list of topics is empty",
      "consumerGroup('billing').topic(/^a/i): Kafka knows no flag 'i' of a pattern",
      "consumerGroup('billing').topic(/^(?!a)b/): Kafka knows no lookahead, lookbehind or backreference in a pattern",
      "consumerGroup('billing').topic(/(?:)/): an empty pattern matches every topic",
      "consumerGroup('billing').topic('größe'): the pattern /(?:)/ of this group matches it as well",
      "consumerGroup('empty'): this group has no topics",
    ])
  })

  it('that are there twice are reported with both places', () => {
    const compiled = compileWithBrokers([
      consumerGroup('billing', (group) => {
        group.topic(orders, { consumer: Nothing })
        group.topic(topics(/^refunds/), { consumer: Nothing })
        group.options({ commit: 'each', kafka: { 'fetch.min.bytes': 1 } })
      }),
      consumerGroup('billing', (group) => {
        group.topic([topic('orders'), topic('refunds.eu')], { consumer: Nothing })
        group.options({ commit: 'periodic', protocol: 'auto', kafka: { 'fetch.min.bytes': 2, 'fetch.max.bytes': 9 } })
      }),
      shareGroup('billing', (group) => group.topic(orders, { consumer: Nothing })),
    ])
    expect(compiled.problems.map(({ path, reason, places }) => [path, reason, places.length])).toEqual([
      ["consumerGroup('billing')", 'this id is used by a consumerGroup and by a shareGroup', 2],
      ["consumerGroup('billing').options.commit", "this option has two values, 'each' and 'periodic'", 2],
      ["consumerGroup('billing').options.kafka['fetch.min.bytes']", 'this option has two values', 2],
      ["consumerGroup('billing').topic('orders')", 'this group consumes the topic twice', 2],
      ["consumerGroup('billing').topic('refunds.eu')", 'the pattern /^refunds/ of this group matches it as well', 2],
    ])
    for (const problem of compiled.problems) expect(new Set(problem.places).size).toBe(2)
  })

  it('of blocks with the same id and kind are merged', () => {
    const compiled = compileWithBrokers([
      consumerGroup('billing', (group) => {
        group.topic(orders, { consumer: Nothing })
        group.options({ commit: 'each' })
      }),
      consumerGroup('billing', (group) => {
        group.topic(topic('refunds'), { consumer: Nothing })
        group.options({ commit: 'each', commitInterval: undefined })
      }),
    ])
    expect(compiled.problems).toEqual([])
    expect(compiled.plan.groups).toMatchObject([
      { id: 'billing', options: { commit: 'each' }, topics: [{ topics: ['orders'] }, { topics: ['refunds'] }] },
    ])
    expect(compiled.plan.groups[0]?.places).toHaveLength(2)
  })

  it('that are missing altogether', () => {
    expect(reasonsOf(compileRoutes(defineWorker({ routes: undefined as never })))).toEqual([
      'defineWorker.routes: undefined is no routes',
      'defineRoutes: there are no groups',
    ])
    expect(reasonsOf(compileRoutes(defineRoutes('x' as never)))).toEqual([
      "defineRoutes: 'x' is neither a block nor routes",
      'defineRoutes: there are no groups',
    ])
  })
})
