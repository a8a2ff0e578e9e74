import { runWidth, spanWidth, type RecordColumns } from '@samsa/contracts'

/** A record as a test writes it. */
export interface FakeRecord {
  readonly offset: number
  readonly key: string | Uint8Array | null
  readonly value: string | Uint8Array | null
  readonly headers: readonly (readonly [name: string, value: string | Uint8Array | null])[]
  readonly timestamp: number
}

/** Records of one slot, in offset order. */
export interface FakeRun {
  readonly slot: number
  readonly records: readonly FakeRecord[]
}

const toBytes = (part: string | Uint8Array | null): Uint8Array | null => (typeof part === 'string' ? Buffer.from(part) : part)

/** Lays records out as an engine does: one buffer, typed arrays beside it. */
export function buildColumns(runs: readonly FakeRun[], takenAtMs: number): RecordColumns {
  const records = runs.flatMap((run) => run.records)
  const bytes = new ByteWriter()
  const spans = new Int32Array(records.length * spanWidth)
  records.forEach((record, index) => spans.set(writeRecord(record, bytes), index * spanWidth))
  const table = new Int32Array(runs.length * runWidth)
  let start = 0
  runs.forEach((run, index) => {
    table.set([run.slot, start, run.records.length], index * runWidth)
    start += run.records.length
  })
  return {
    length: records.length,
    bytes: bytes.done(),
    offsets: Float64Array.from(records, (record) => record.offset),
    timestamps: Float64Array.from(records, (record) => record.timestamp),
    spans,
    runs: table,
    deliveryCounts: null,
    deliveryLimit: Infinity,
    takenAtMs,
    lockMs: Infinity,
    expiringAtMs: Infinity,
    expiresAtMs: Infinity,
  }
}

function writeRecord(record: FakeRecord, bytes: ByteWriter): readonly number[] {
  const key = toBytes(record.key)
  const value = toBytes(record.value)
  const span = [bytes.write(key), key?.length ?? -1, bytes.write(value), value?.length ?? -1, bytes.length, record.headers.length]
  for (const [name, content] of record.headers) {
    const nameBytes = Buffer.from(name)
    const contentBytes = toBytes(content)
    const lengths = Buffer.alloc(8)
    lengths.writeInt32LE(nameBytes.length, 0)
    lengths.writeInt32LE(contentBytes?.length ?? -1, 4)
    for (const part of [lengths, nameBytes, contentBytes]) bytes.write(part)
  }
  return span
}

class ByteWriter {
  readonly #parts: Uint8Array[] = []
  length = 0

  /** Appends bytes and answers where they lie. */
  write(part: Uint8Array | null): number {
    const position = this.length
    if (part === null) return position
    this.#parts.push(part)
    this.length += part.length
    return position
  }

  done(): Uint8Array {
    return Buffer.concat(this.#parts)
  }
}
