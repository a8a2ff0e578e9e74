import { topic } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { compileRoutes } from '../compile-routes.js'
import { consumerGroup } from '../consumer-group.js'
import { defineRoutes } from '../define-routes.js'
import { defineWorker } from '../define-worker.js'
import { renderProblem } from '../plan/routing-problem.js'
import { compileWithBrokers, reasonsOf } from '../testing/compile-with-brokers.js'

class Nothing {
  consume() {}
}
const orders = topic('orders')

describe('Kafka settings', () => {
  it('that Samsa owns are refused with the option to use instead', () => {
    const compiled = compileWithBrokers(
      [
        consumerGroup('billing', (group) => {
          group.options({
            protocol: 'consumer',
            kafka: { 'enable.auto.commit': true, 'session.timeout.ms': 6000, 'sasl.password': { secret: 'hunter2' } } as never,
          })
          group.topic(orders, { consumer: Nothing })
        }),
      ],
      { kafka: { 'bootstrap.servers': 'a:1', 'group.id': 'x' } as never },
    )
    expect(compiled.problems).toMatchObject([
      { code: 'SAMSA_KAFKA_SETTING', path: "defineWorker.kafka['group.id']", cure: expect.stringContaining("consumerGroup('id', …)") },
      { path: "consumerGroup('billing').options.kafka['enable.auto.commit']", cure: 'use group.options({ commit, commitInterval })' },
      { path: "consumerGroup('billing').options.kafka['sasl.password']", reason: 'an object is no value for a property' },
      { path: "consumerGroup('billing').options.kafka['session.timeout.ms']", reason: "with protocol: 'consumer' the broker decides this" },
    ])
  })

  it('that the library does not have, or not with this value, are problems with their place', () => {
    const billing = consumerGroup('billing', (group) => {
      group.options({ kafka: { 'session.timeout.ms': 'soon' } as never })
      group.topic(orders, { consumer: Nothing })
    })
    const worker = defineWorker({ routes: defineRoutes(billing), kafka: { 'bootstrap.servers': 'a:1', 'sesion.timeout.ms': 1 } as never })
    const wrong: Readonly<Record<string, string>> = { 'sesion.timeout.ms': 'is not a property', 'session.timeout.ms': 'must be a number' }
    const { problems } = compileRoutes(worker, { findSettingProblem: (name) => wrong[name] ?? null })
    expect(problems).toMatchObject([
      { code: 'SAMSA_KAFKA_SETTING', path: "defineWorker.kafka['sesion.timeout.ms']", reason: 'sesion.timeout.ms is not a property' },
      {
        path: "consumerGroup('billing').options.kafka['session.timeout.ms']",
        reason: 'session.timeout.ms must be a number',
        cure: "correct it; the value given is 'soon'",
      },
    ])
    expect(compileRoutes(worker).problems).toEqual([])
  })

  it('need brokers in every cluster that is used, and clusters that exist', () => {
    const billing = consumerGroup('billing', (group) => group.topic(orders, { consumer: Nothing }))
    const invoices = consumerGroup('invoices', (group) => {
      group.options({ cluster: 'eu' })
      group.topic(orders, { consumer: Nothing })
    })
    const missing = compileRoutes(
      defineWorker({ routes: defineRoutes(billing), kafka: { 'bootstrap.servers': process.env['SAMSA_NO_SUCH_VARIABLE'] } }),
    )
    expect(missing.problems.map(renderProblem)).toEqual([
      expect.stringMatching(
        /^SAMSA_KAFKA_SETTING defineWorker\.kafka\['bootstrap\.servers'\] \(.+\): 'bootstrap\.servers' is not given, or undefined: write 'host:9092', or set the variable that it is read from$/,
      ),
    ])
    expect(reasonsOf(compileRoutes(defineWorker({ routes: defineRoutes(billing) })))).toHaveLength(1)
    expect(
      reasonsOf(compileRoutes(defineWorker({ routes: defineRoutes(invoices), clusters: { us: { 'bootstrap.servers': '' } } }))),
    ).toEqual([
      "consumerGroup('invoices').options.cluster: the worker has no cluster 'eu'",
      "defineWorker.clusters.us['bootstrap.servers']: 'bootstrap.servers' is not given, or undefined",
    ])
    expect(
      reasonsOf(compileRoutes(defineWorker({ routes: defineRoutes(invoices), clusters: { eu: { 'bootstrap.servers': 'a:1' } } }))),
    ).toEqual([])
    expect(
      reasonsOf(
        compileRoutes(
          defineWorker({
            routes: defineRoutes(billing),
            kafka: { 'bootstrap.servers': 'a:1' },
            clusters: { default: { 'bootstrap.servers': 'b:1' } },
          }),
        ),
      ),
    ).toEqual(['defineWorker.kafka: `kafka` and `clusters.default` are the same thing'])
  })
})
