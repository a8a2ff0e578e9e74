// What the runner costs per record, without Kafka: prebuilt columns go through pump, lanes, handler call, outcome and settlement; those of `record lanes` as in a share group.
// "policy" has every recovery option that there is, "no policy" has deadLetter: false, the others have the defaults: no record fails, so all cost the same.
// node packages/runner/bench/lane-loop.mjs [records] [rounds]      (after `npm run build`; profile with node --cpu-prof)
import { defaultRecovery, string, systemClock as clock, topic } from '@samsa/contracts'
import { makePolicy } from '@samsa/dlq'
import { Emitter } from '../dist/events/emitter.js'
import { GroupEvents } from '../dist/events/group-events.js'
import { PartitionRunner } from '../dist/group/partition-runner.js'
import { Permits } from '../dist/lane/permits.js'
import { RecordRunner } from '../dist/record-lane/record-runner.js'
import { RouteUse } from '../dist/record-lane/route-use.js'
import { TurnEnd } from '../dist/time/turn-end.js'
import { Turn } from '../dist/time/turn.js'
import { LockedSession, partitions, Session } from './prebuilt-session.mjs'

const records = Number(process.argv[2] ?? 4_000_000)
const rounds = Number(process.argv[3] ?? 3)
const only = process.argv[4]
const log = { debug() {}, info() {}, warn() {}, error: console.error, with: () => log }

const matchers = [RangeError, 'ECONNREFUSED', (thrown) => thrown === null]
const rules = matchers.map((_, index) => ({ index, error: 'one', action: 'stop', deadLetterTopic: null }))
const policies = {
  'policy': [
    { ...defaultRecovery, retry: { ...defaultRecovery.retry, backoff: { kind: 'own' }, on: rules } },
    { backoff: () => 100, matchers },
  ],
  'no policy': [
    { ...defaultRecovery, deadLetter: null, whenExhausted: null },
    { backoff: null, matchers: [] },
  ],
}
const writer = { write: () => Promise.reject(new Error('nothing fails here')) }
const recovery = (kind, name) => {
  const [plan, functions] = policies[name] ?? [defaultRecovery, { backoff: null, matchers: [] }]
  return { policy: makePolicy(plan, kind, functions), writer, brokerTopic: null }
}

let sum = 0
const handlers = {
  'sync, nothing': { consume() {} },
  'sync, offset': {
    consume(record) {
      sum += record.offset
    },
  },
  'async, nothing': { async consume() {} },
  'sync, raw value': {
    consume(record) {
      sum += record.value.length
    },
  },
  'async, raw value, signal': {
    async consume(record, context) {
      if (!context.signal.aborted) sum += record.value.length
    },
  },
  'sync, text value': {
    text: true,
    consume(record) {
      sum += record.value.length
    },
  },
  'async, nothing, timeout': { route: { timeoutMs: 1000 }, async consume() {} },
  'async, nothing, concurrency 2': { permits: 2, async consume() {} },
  'sync, record.handled heard': { heard: true, consume() {} },
  'batch, offsets': {
    batch: true,
    consumeBatch(batch) {
      for (const record of batch) sum += record.offset
    },
  },
  'async batch, nothing': { batch: true, async consumeBatch() {} },
  'sync, policy': { policy: 'policy', consume() {} },
  'sync, no policy': { policy: 'no policy', consume() {} },
  'async, policy': { policy: 'policy', async consume() {} },
  'async, no policy': { policy: 'no policy', async consume() {} },
  'async batch, policy': { batch: true, policy: 'policy', async consumeBatch() {} },
  'async batch, no policy': { batch: true, policy: 'no policy', async consumeBatch() {} },
  'record lanes, async, policy': { locked: true, policy: 'policy', async consume() {} },
  'record lanes, async, no policy': { locked: true, policy: 'no policy', async consume() {} },
  'record lanes, sync, policy': { locked: true, policy: 'policy', consume() {} },
  'record lanes, sync, no policy': { locked: true, policy: 'no policy', consume() {} },
}

function run(handler) {
  return new Promise((resolve) => {
    const { batch = false, route = {}, permits, heard, text, policy, locked: isLocked = false, ...instance } = handler
    const session = new (isLocked ? LockedSession : Session)(records, () => {
      const cpu = process.cpuUsage(cpu0)
      const wallNs = ((performance.now() - t0) * 1e6) / records
      setImmediate(() =>
        runner.close(0).then(() => resolve({ wallNs, cpuNs: ((cpu.user + cpu.system) * 1e3) / records, ranges: session.ranges })),
      )
    })
    const emitter = new Emitter(log)
    const source = topic('orders', text ? { value: string() } : {})
    if (heard) emitter.on('record.handled', () => {})
    class Consumer {}
    Object.assign(Consumer.prototype, instance)
    const kind = isLocked ? 'share' : 'consumer'
    const common = {
      className: 'Bench',
      timeoutMs: null,
      stuckAfterMs: 1e9,
      batch: batch ? { maxRecords: 500, maxWaitMs: 0 } : null,
      recovery: recovery(kind, policy),
      ...route,
    }
    const parts = {
      kind,
      engine: { open: () => session },
      subscription: { group: 'bench', cluster: 'default', bufferBytes: 32 * 1024 ** 2 },
      send: null,
      clock,
      turn: new Turn(clock, 10),
      turnEnd: new TurnEnd(),
      events: new GroupEvents(emitter, 'default', 'bench'),
      log,
      counters: { settled: 0, skipped: 0, deadLettered: 0, retried: 0, released: 0, rejected: 0 },
      random: Math.random,
      rested() {},
      stop: fail,
      failed: fail,
    }
    const consumer = new Consumer()
    const runner = isLocked
      ? new RecordRunner({
          ...parts,
          route: { ...common, topics: ['orders'], concurrency: 64, use: new RouteUse(), source: () => source, instance: () => consumer },
        })
      : new PartitionRunner({
          ...parts,
          routes: [{ lane: { ...common, permits: permits ? new Permits(permits) : null }, source: () => source, create: () => consumer }],
        })
    const cpu0 = process.cpuUsage()
    const t0 = performance.now()
    if (isLocked) runner.ready()
    else runner.assigned(Int32Array.from({ length: partitions }, (_, slot) => slot))
  })
}

function fail(error) {
  throw error
}

const results = {}
for (let round = 0; round < rounds; round++) {
  for (const [name, handler] of Object.entries(handlers)) {
    if (only !== undefined && name !== only) continue
    ;(results[name] ??= []).push(await run(handler))
  }
}
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]
console.table(
  Object.fromEntries(
    Object.entries(results).map(([name, all]) => [
      name,
      {
        'ns/record wall': Math.round(median(all.map((one) => one.wallNs))),
        'ns/record cpu': Math.round(median(all.map((one) => one.cpuNs))),
        'settle ranges': median(all.map((one) => one.ranges)),
      },
    ]),
  ),
)
