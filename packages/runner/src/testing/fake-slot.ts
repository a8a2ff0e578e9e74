import type { PartitionStatus } from '@samsa/contracts'
import type { FakeRecord } from './build-columns.js'
import type { FakePartition } from './fake-partition.js'

/** One assignment of one partition, with the bookkeeping that an engine of positions does. */
export class FakeSlot {
  readonly slot: number
  readonly partition: FakePartition
  live = true
  held = false
  /** The offset that is delivered next. */
  next: number
  /** Delivered and not settled, in order. */
  readonly open: number[] = []
  /** Every offset that was settled, in order of settlement. */
  readonly settled: number[] = []
  /** Whether `reachedEnd` was told since the last record. */
  endTold = false

  constructor(slot: number, partition: FakePartition, next: number) {
    this.slot = slot
    this.partition = partition
    this.next = next
  }

  /** End of the contiguous settled prefix. */
  get position(): number {
    return this.open[0] ?? this.next
  }

  get atEnd(): boolean {
    return this.open.length === 0 && this.next >= this.partition.end
  }

  /** Up to `limit` records, and no more once `maxBytes` of values are reached. */
  take(limit: number, maxBytes: number): readonly FakeRecord[] {
    let bytes = 0
    const records = this.partition.from(this.next, limit).filter((record) => {
      const fits = bytes < maxBytes
      bytes += record.value?.length ?? 0
      return fits
    })
    const last = records.at(-1)
    if (last === undefined) return records
    this.next = last.offset + 1
    for (const record of records) this.open.push(record.offset)
    this.endTold = false
    return records
  }

  /** Settles one offset; answers whether it was the oldest open one. */
  settle(offset: number): boolean {
    const index = this.open.indexOf(offset)
    if (index < 0) throw new Error(`offset ${offset} of ${this.partition.topic}/${this.partition.partition} is settled and was not open`)
    this.open.splice(index, 1)
    this.settled.push(offset)
    return index === 0
  }

  status(): PartitionStatus {
    const { topic, partition, committed, end } = this.partition
    return { slot: this.slot, topic, partition, position: this.position, committed, end, atEnd: this.atEnd, held: this.held }
  }
}
