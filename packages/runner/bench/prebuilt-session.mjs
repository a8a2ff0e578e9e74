// What an engine delivers, without one.
import { systemClock as clock } from '@samsa/contracts'

export const partitions = 4
const perTake = 1000

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

/** A session of prebuilt columns: one partition after the other. Calls `done` when `records` are settled. */
export class Session {
  taken = 0
  settled = 0
  ranges = 0
  turn = 0
  held = new Uint8Array(partitions)
  control = null
  transaction = null
  constructor(records, done) {
    this.records = records
    this.done = done
  }
  partition(slot) {
    return { topic: 'orders', partition: slot, live: true }
  }
  take() {
    if (this.taken >= this.records) return null
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
    if (this.settled >= this.records) this.done()
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
export class LockedSession extends Session {
  row = 0
  take(maxRecords) {
    if (this.taken >= this.records) return null
    const slot = this.turn % partitions
    const count = Math.min(maxRecords, perTake - this.row)
    const taken = { ...locked[slot], runs: Int32Array.of(slot, this.row, count) }
    this.taken += count
    this.row = (this.row + count) % perTake
    if (this.row === 0) this.turn++
    return taken
  }
}
