// What the runner costs per record, without Kafka: prebuilt columns go through pump, lanes, handler call, outcome and settlement.
// node packages/runner/bench/lane-loop.mjs [records] [rounds]      (after `npm run build`; profile with node --cpu-prof)
import { string, systemClock as clock, topic } from '@samsa/contracts'
import { retryInPlace } from '@samsa/dlq'
import { Emitter } from '../dist/events/emitter.js'
import { GroupEvents } from '../dist/events/group-events.js'
import { SessionRunner } from '../dist/group/session-runner.js'
import { Permits } from '../dist/lane/permits.js'
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
    takenAtMs: 0,
    expiresAtMs: Infinity,
  }
}
const prebuilt = Array.from({ length: partitions }, (_, slot) => columns(slot))

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
}

function run(handler) {
  return new Promise((resolve) => {
    const session = new Session(() => {
      const cpu = process.cpuUsage(cpu0)
      const wallNs = ((performance.now() - t0) * 1e6) / records
      setImmediate(() =>
        runner.close(0).then(() => resolve({ wallNs, cpuNs: ((cpu.user + cpu.system) * 1e3) / records, ranges: session.ranges })),
      )
    })
    const { batch = false, route = {}, permits, heard, text, ...instance } = handler
    const emitter = new Emitter(log)
    const source = topic('orders', text ? { value: string() } : {})
    if (heard) emitter.on('record.handled', () => {})
    class Consumer {}
    Object.assign(Consumer.prototype, instance)
    const runner = new SessionRunner({
      kind: 'consumer',
      engine: { open: () => session },
      subscription: { group: 'bench', bufferBytes: 32 * 1024 ** 2 },
      routes: [
        {
          lane: {
            className: 'Bench',
            permits: permits ? new Permits(permits) : null,
            timeoutMs: null,
            stuckAfterMs: 1e9,
            batch: batch ? { maxRecords: 500, maxWaitMs: 0 } : null,
            policy: retryInPlace,
            ...route,
          },
          source: () => source,
          create: () => new Consumer(),
        },
      ],
      send: null,
      clock,
      turn: new Turn(clock, 10),
      turnEnd: new TurnEnd(),
      events: new GroupEvents(emitter, 'default', 'bench'),
      log,
      counters: { settled: 0, skipped: 0, retried: 0 },
      random: Math.random,
      rested() {},
      failed: (error) => {
        throw error
      },
    })
    const cpu0 = process.cpuUsage()
    const t0 = performance.now()
    runner.assigned(Int32Array.from({ length: partitions }, (_, slot) => slot))
  })
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
