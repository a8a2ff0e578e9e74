import { string, topic, topics } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { compileRoutes } from './compile-routes.js'
import { consumerGroup } from './consumer-group.js'
import { defineRoutes } from './define-routes.js'
import { defineWorker } from './define-worker.js'
import { shareGroup } from './share-group.js'

class Charge {
  consume() {}
  onAssigned() {}
  async onShutdown() {}
}
class Resize {
  consume() {}
}
class Bulk {
  consumeBatch() {}
}
const orders = topic('orders', { key: string() })
const refunds = topic('refunds')
const eu = topics(/^orders\.eu\./)
const routes = defineRoutes(
  consumerGroup('billing', (group) => {
    group.options({
      commitInterval: '2s',
      initialOffset: '-6h',
      kafka: { 'fetch.min.bytes': 5, 'sasl.password': 'hunter2', 'client.rack': undefined },
    })
    group.topic([orders, refunds], { consumer: Charge, concurrency: 4, timeout: '3s' })
    group.topic(eu, { consumer: Bulk, batch: { maxRecords: 10, maxWait: '100ms' }, initialOffset: new Date(5) })
  }),
  shareGroup('thumbnails', (group) => {
    group.settings({ offsetReset: '-90m', lockDuration: '30s', deliveryCountLimit: 5 }, { policy: 'verify' })
    group.options({ members: 3, drain: '5s' })
    group.topic(topic('images'), { consumer: Resize })
  }),
)
const worker = defineWorker({
  routes,
  kafka: { 'bootstrap.servers': 'localhost:9092' },
  name: 'shop',
  drain: 10_000,
  health: { port: '8080' },
})

describe('compileRoutes', () => {
  const compiled = compileRoutes(worker)
  const [billing, thumbnails] = compiled.plan.groups

  it('fills in defaults and turns every duration into milliseconds and every size into bytes', () => {
    expect(compiled.problems).toEqual([])
    expect(compiled.plan).toMatchObject({
      version: 1,
      worker: { name: 'shop', drainMs: 10_000, startTimeoutMs: 60_000, health: { port: 8080, status: 'loopback' } },
    })
    expect(billing).toMatchObject({
      kind: 'consumer',
      id: 'billing',
      cluster: 'default',
      drainMs: 10_000,
      options: {
        protocol: 'auto',
        assignor: null,
        instanceId: null,
        isolation: 'read_committed',
        commit: 'periodic',
        commitIntervalMs: 2_000,
        bufferBytes: 33_554_432,
      },
    })
    expect(billing?.topics[0]).toMatchObject({
      id: 'billing/orders+refunds',
      topics: ['orders', 'refunds'],
      patterns: [],
      consumer: 'Charge',
      shape: 'record',
      ordering: 'partition',
      delivery: 'at-least-once',
      concurrency: 4,
      timeoutMs: 3_000,
      stuckAfterMs: 30_000,
      batch: null,
      initialOffset: { from: 'ago', ageMs: 21_600_000 },
      place: expect.stringMatching(/compile-routes\.test\.ts:\d+$/),
    })
    expect(billing?.topics[1]).toMatchObject({
      id: 'billing//^orders\\.eu\\./',
      patterns: ['^orders\\.eu\\.'],
      shape: 'batch',
      concurrency: null,
      timeoutMs: null,
      stuckAfterMs: 1_800_000,
      batch: { maxRecords: 10, maxWaitMs: 100, maxBytes: null },
      initialOffset: { from: 'timestamp', timestampMs: 5 },
    })
  })

  it('plans the share half completely', () => {
    expect(thumbnails).toMatchObject({
      kind: 'share',
      drainMs: 5_000,
      options: { members: 3 },
      settings: {
        policy: 'verify',
        offsetReset: 'by_duration:PT90M',
        lockDurationMs: 30_000,
        deliveryCountLimit: 5,
        isolation: null,
        maxRecordLocks: null,
      },
    })
    expect(thumbnails?.topics).toMatchObject([{ topics: ['images'], ordering: 'none', concurrency: 10, initialOffset: null }])
  })

  it('is frozen all the way down, and JSON', () => {
    expect(JSON.parse(JSON.stringify(compiled.plan))).toEqual(compiled.plan)
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen))
    expect(frozen(compiled.plan)).toBe(true)
  })

  it('keeps secrets out of the plan and in the settings', () => {
    expect(JSON.stringify(compiled.plan)).not.toContain('hunter2')
    expect(billing?.kafka).toEqual({ 'bootstrap.servers': 'localhost:9092', 'fetch.min.bytes': '5', 'sasl.password': '[redacted]' })
    expect(compiled.groupSettings.get('billing')).toEqual({
      'bootstrap.servers': 'localhost:9092',
      'fetch.min.bytes': '5',
      'sasl.password': 'hunter2',
    })
    expect(compiled.clusterSettings.get('default')).toEqual({ 'bootstrap.servers': 'localhost:9092' })
  })

  it('binds what is no data by the id of the route', () => {
    const binding = compiled.bindings.get('billing/orders+refunds')
    expect(binding).toMatchObject({ consumer: Charge, hooks: ['onAssigned', 'onShutdown'], middleware: [], backoff: null, matchers: [] })
    expect([binding?.source('orders'), binding?.source('refunds'), binding?.source('other')]).toEqual([orders, refunds, undefined])
    expect(compiled.bindings.get('billing//^orders\\.eu\\./')?.source('orders.eu.de')).toBe(eu)
  })

  it('says where each value came from', () => {
    expect(compiled.plan.origins).toMatchObject({
      'worker.drainMs': 'worker',
      'group(billing).drainMs': 'worker',
      'group(billing).options.commitIntervalMs': 'group',
      'group(billing).topic(orders+refunds).concurrency': 'route',
      'group(billing).topic(orders+refunds).initialOffset': 'group',
    })
    expect(compiled.plan.origins).not.toHaveProperty('group(billing).topic(orders+refunds).ordering')
  })

  it('lets flags and variables stand before the file', () => {
    const overridden = compileRoutes(worker, {
      overrides: [
        { path: 'drain', value: '1s', origin: 'flag' },
        { path: 'drain', value: '2s', origin: 'environment' },
        { path: 'health.port', value: undefined, origin: 'flag' },
        { path: 'kafka.bootstrap.servers', value: 'kafka:1', origin: 'environment' },
      ],
      defaults: { name: 'from-package' },
    })
    expect(overridden.plan.worker).toMatchObject({ drainMs: 1_000, name: 'shop', health: { port: 8080 } })
    expect(overridden.plan.origins).toMatchObject({ 'worker.drainMs': 'flag', 'cluster(default).kafka.bootstrap.servers': 'environment' })
    expect(overridden.groupSettings.get('billing')).toMatchObject({ 'bootstrap.servers': 'kafka:1' })
    const wrong = compileRoutes(worker, { overrides: [{ path: 'drain', value: 'soon', origin: 'flag' }] })
    expect(wrong.problems).toMatchObject([{ path: 'flag.drain', places: ['the command line'] }])
  })

  it('takes routes alone, which need no brokers', () => {
    expect(compileRoutes(routes).problems).toEqual([])
    expect(compileRoutes(defineWorker({ routes }), { requireBrokers: false }).problems).toEqual([])
  })
})
