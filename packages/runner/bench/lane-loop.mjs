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

const records = Number(process.argv[2] ?? 4_000_000)
const rounds = Number(process.argv[3] ?? 3)
const only = process.argv[4]
const partitions = 4
const perTake = 1000
const log = { debug() {}, info() {}, warn() {}, error: console.error, with: () => log }

/** One take: 1,000 records of 100 bytes of one partition. */
function columns(slot) {
  const value = Buffer.from(JSON.stringify({ id: 42, text: 'x'.repeat(79) }))
  const spans = new Int32Array(perTake * 6)
  const bytes = Buffer.alloc(perTake * (value.length + 8))
  for (let row = 0; row < perTake; row++) {
    const position = row * (value.length + 8)
    bytes.write(`key${row}`, position)
    value.copy(bytes, position + 8)
    spans.set([position, 8, position + 8, value.length, 0, 0], row * 6)
  }
  return {
    length: perTake,
    bytes,
    offsets: Float64Array.from({ length: perTake }, (_, row) => row),
    timestamps: new Float64Array(perTake),
    spans,
    runs: Int32Array.of(slot, 0, perTake),
    deliveryCounts: null,
    deliveryLimit: Infinity,
    takenAtMs: 0,
    lockMs: Infinity,
    expiringAtMs: Infinity,
    expiresAtMs: Infinity,
  }
}
const prebuilt = Array.from({ length: partitions }, (_, slot) => columns(slot))
const locked = prebuilt.map((one) => ({
  ...one,
  deliveryCounts: new Int16Array(perTake).fill(1),
  deliveryLimit: 5,
  lockMs: 3_600_000,
  expiringAtMs: clock.now() + 3_600_000,
  expiresAtMs: clock.now() + 3_600_000,
}))

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

class Session {
  taken = 0
  settled = 0
  ranges = 0
  turn = 0
  held = new Uint8Array(partitions)
  control = null
  transaction = null
  constructor(done) {
    this.done = done
  }
  partition(slot) {
    return { topic: 'orders', partition: slot, live: true }
  }
  take() {
    if (this.taken >= records) return null
    for (let step = 0; step < partitions; step++) {
      const slot = this.turn++ % partitions
      if (this.held[slot]) continue
      this.taken += perTake
      return prebuilt[slot]
    }
    return null
  }
  hold(slot) {
    this.held[slot] = 1
  }
  resume(slot) {
    this.held[slot] = 0
  }
  doing() {}
  takeLast() {
    return null
  }
  settle(_columns, start, end) {
    this.ranges++
    this.settled += end - start
    if (this.settled >= records) this.done()
  }
  status() {
    return { state: 'joined', partitions: [] }
  }
  quiet() {}
  close() {
    return Promise.resolve({ unsettled: 0, unanswered: 0, hung: false })
  }
}

/** As many records as were asked for, of one partition at a time. */
class LockedSession extends Session {
  row = 0
  take(maxRecords) {
    if (this.taken >= records) return null
    const slot = this.turn % partitions
    const count = Math.min(maxRecords, perTake - this.row)
    const taken = { ...locked[slot], runs: Int32Array.of(slot, this.row, count) }
    this.taken += count
    this.row = (this.row + count) % perTake
    if (this.row === 0) this.turn++
    return taken
  }
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
    const session = new (isLocked ? LockedSession : Session)(() => {
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
