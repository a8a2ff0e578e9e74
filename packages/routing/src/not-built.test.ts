import { exponential, topic } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { consumerGroup } from './consumer-group.js'
import { notBuilt } from './not-built.js'
import { renderProblem } from './plan/routing-problem.js'
import { selectRoutes } from './select-routes.js'
import { shareGroup } from './share-group.js'
import { compileWithBrokers } from './testing/compile-with-brokers.js'

class Nothing {
  consume() {}
}
class Bulk {
  consumeBatch() {}
}
const orders = topic('orders')
const refunds = topic('refunds')

describe('notBuilt', () => {
  it('names every option that nothing runs yet, once for each place', () => {
    const compiled = compileWithBrokers(
      [
        consumerGroup('billing', (group) => {
          group.use((_call, next) => next())
          group.topic(orders, {
            consumer: Nothing,
            ordering: 'key',
            delivery: 'exactly-once',
            middleware: [(_call, next) => next()],
            rateLimit: { records: 1, per: '1s' },
            delay: '1s',
            expire: '1s',
            retry: { topics: ['1s'] },
          })
          group.topic(refunds, { consumer: Bulk, batch: { maxBytes: '1MiB' } })
        }),
        shareGroup('jobs', (group) => {
          group.use((_call, next) => next())
          group.topic(orders, {
            consumer: Nothing,
            concurrency: 3,
            expire: '1h',
            rateLimit: { records: 1, per: '1s' },
          })
          group.topic(refunds, { consumer: Bulk, batch: { maxBytes: '1MiB' } })
        }),
      ],
      { breaker: { failures: 5, pause: '1s' }, flood: { records: 5, within: '1s' } },
    )
    expect(compiled.problems).toEqual([])
    const problems = notBuilt(compiled.plan)
    const route = "consumerGroup('billing').topic('orders')"
    expect(problems.map(({ path }) => path)).toEqual([
      "consumerGroup('billing').use",
      `${route}.ordering`,
      `${route}.delivery`,
      `${route}.retry.topics`,
      'defineWorker.breaker',
      'defineWorker.flood',
      `${route}.middleware`,
      `${route}.rateLimit`,
      `${route}.delay`,
      `${route}.expire`,
      "consumerGroup('billing').topic('refunds').batch.maxBytes",
      "shareGroup('jobs').use",
      "shareGroup('jobs').topic('orders').rateLimit",
      "shareGroup('jobs').topic('orders').expire",
      "shareGroup('jobs').topic('refunds').batch.maxBytes",
    ])
    for (const problem of problems)
      expect(renderProblem(problem)).toMatch(/^SAMSA_NOT_BUILT .+ \(packages\/routing\/src\/[^)]+\): .+ is not built yet: .+$/)
  })

  it('runs the policy: attempts, backoff, rules, dead letters and what happens without them', () => {
    const { plan, problems } = compileWithBrokers(
      [
        consumerGroup('billing', (group) => {
          group.options({ retry: { attempts: 3, on: [{ error: 'x', action: 'skip' }] } })
          group.topic(orders, { consumer: Nothing, retry: { backoff: exponential('1s') }, deadLetter: 'dlq' })
        }),
        shareGroup('jobs', (group) => group.topic(orders, { consumer: Nothing, deadLetter: { broker: 'dlq.jobs' } })),
      ],
      { deadLetter: false, whenExhausted: 'stop' },
    )
    expect([...problems, ...notBuilt(plan)]).toEqual([])
  })

  it('accepts defaults that are written out, and what is left out', () => {
    const compiled = compileWithBrokers([
      consumerGroup('billing', (group) => {
        group.options({ retry: { backoff: exponential('250ms', { max: '30s', jitter: true }) } })
        group.topic(orders, {
          consumer: Nothing,
          ordering: 'partition',
          delivery: 'at-least-once',
          middleware: [],
          retry: { on: [], attempts: undefined },
        })
        group.topic(refunds, { consumer: Nothing, ordering: 'none' })
      }),
      shareGroup('jobs', (group) => group.topic(orders, { consumer: Nothing, retry: { on: [] }, middleware: [] })),
    ])
    expect(notBuilt(selectRoutes(compiled.plan, { topics: ['orders'] }).plan)).toEqual([])
    expect(notBuilt(compiled.plan)).toHaveLength(1)
  })
})
