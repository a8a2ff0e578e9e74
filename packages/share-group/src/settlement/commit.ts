import type { Settlement } from '@samsa/contracts'
import { acknowledgeTypes, rowWidth, type ShareDriver } from '../driver.js'

/**
 * What may be sent together. Acknowledgements of one partition in one commit stand or fall together on the broker, so each kind goes in commits of its own:
 *
 * healthy: the lock has time left
 * late: RELEASE of what could not be begun or ended in time, near the end of the lock
 * expired: RELEASE after the end of the lock, so that the member may fetch again; its answer tells nobody anything
 */
export type CommitKind = 'healthy' | 'late' | 'expired'

const firstRows = 16

/** How each type was settled, by Kafka's number of it. */
const settlements: readonly Settlement[] = ['done', 'done', 'release', 'reject']

/** Acknowledgements of one member that are sent together: rows as the driver takes them. */
export class Commit {
  /** Records whose answer has not come. */
  unanswered = 0
  /** Records that the library did not take: no answer will come for so many. */
  refused = 0
  /** When it was handed to the library, on the session's clock. */
  sentAtMs = Infinity
  #rows = new Int32Array(firstRows * rowWidth)
  #count = 0
  /** Records of each row without an answer. */
  #open = new Int32Array(0)

  /**
   * @param serial counts up with each commit of a member
   * @param offsets what the rows point into
   * @param sinceMs when the first record in it was settled, on the session's clock
   */
  constructor(
    readonly serial: number,
    public kind: CommitKind,
    readonly offsets: Float64Array,
    readonly sinceMs: number,
  ) {}

  /** Number of rows. */
  get rowCount(): number {
    return this.#count
  }

  /** Records without an answer that were not released: what was comes again with or without one. */
  get unansweredResults(): number {
    let records = 0
    for (let row = 0; row < this.#count; row++) {
      const at = row * rowWidth
      if (this.#rows[at + 1] === acknowledgeTypes.release) continue
      records += this.#open.length > 0 ? this.#open[row]! : this.#rows[at + 3]! - this.#rows[at + 2]!
    }
    return records
  }

  /** Adds the records `start` to `end` (exclusive) of one partition. */
  add(partitionId: number, type: number, start: number, end: number): void {
    const last = (this.#count - 1) * rowWidth
    this.unanswered += end - start
    if (last >= 0 && this.#rows[last + 3] === start && this.#rows[last] === partitionId && this.#rows[last + 1] === type) {
      this.#rows[last + 3] = end
      return
    }
    const at = this.#count++ * rowWidth
    if (at === this.#rows.length) this.#grow()
    this.#rows[at] = partitionId
    this.#rows[at + 1] = type
    this.#rows[at + 2] = start
    this.#rows[at + 3] = end
  }

  /**
   * The lock of its records has ended before it was sent: everything in it becomes a RELEASE that tells nobody anything.
   *
   * @param hear called with what had been settled otherwise
   */
  expire(hear: (partitionId: number, from: number, to: number, as: Settlement) => void): void {
    this.kind = 'expired'
    for (let at = 0; at < this.#count * rowWidth; at += rowWidth) {
      const type = this.#rows[at + 1]!
      if (type === acknowledgeTypes.release) continue
      this.#rows[at + 1] = acknowledgeTypes.release
      hear(this.#rows[at]!, this.offsets[this.#rows[at + 2]!]!, this.offsets[this.#rows[at + 3]! - 1]! + 1, settlements[type]!)
    }
  }

  /** Whether its offsets of each partition are above these. */
  isAbove(highest: ReadonlyMap<number, number>): boolean {
    for (let at = 0; at < this.#count * rowWidth; at += rowWidth)
      if (this.offsets[this.#rows[at + 2]!]! <= (highest.get(this.#rows[at]!) ?? -1)) return false
    return true
  }

  /** Raises these to its own highest offset of each partition. */
  raise(highest: Map<number, number>): void {
    for (let at = 0; at < this.#count * rowWidth; at += rowWidth) {
      const offset = this.offsets[this.#rows[at + 3]! - 1]!
      if (offset > (highest.get(this.#rows[at]!) ?? -1)) highest.set(this.#rows[at]!, offset)
    }
  }

  /** Hands the rows to the library, and has them sent. */
  send(driver: ShareDriver, nowMs: number): void {
    this.sentAtMs = nowMs
    this.#open = new Int32Array(this.#count)
    for (let row = 0; row < this.#count; row++) this.#open[row] = this.#rows[row * rowWidth + 3]! - this.#rows[row * rowWidth + 2]!
    this.refused = driver.acknowledge(this.#rows, this.#count, this.offsets)
    driver.commit()
  }

  /** Whether no more answers will come. */
  get isAnswered(): boolean {
    return this.unanswered <= this.refused
  }

  /**
   * Takes an answer about the offsets `from` to `to` (exclusive) of a partition.
   *
   * @param hear called with the stretches that it answers
   * @returns how many records that were
   */
  answer(
    partitionId: number,
    from: number,
    to: number,
    hear: (partitionId: number, from: number, to: number, as: Settlement) => void,
  ): number {
    let answered = 0
    for (let row = 0; row < this.#count; row++) {
      const at = row * rowWidth
      if (this.#open[row] === 0 || this.#rows[at] !== partitionId) continue
      const start = this.#lowerBound(this.#rows[at + 2]!, this.#rows[at + 3]!, from)
      const end = this.#lowerBound(start, this.#rows[at + 3]!, to)
      if (start === end) continue
      const records = Math.min(end - start, this.#open[row]!)
      this.#open[row]! -= records
      answered += records
      hear(partitionId, this.offsets[start]!, this.offsets[end - 1]! + 1, settlements[this.#rows[at + 1]!]!)
    }
    this.unanswered -= answered
    return answered
  }

  /** Names what has no answer, and waits for none any more. */
  giveUp(hear: (partitionId: number, from: number, to: number, as: Settlement) => void): void {
    for (let row = 0; row < this.#count; row++) {
      const at = row * rowWidth
      if (this.#open.length > 0 && this.#open[row] === 0) continue
      hear(
        this.#rows[at]!,
        this.offsets[this.#rows[at + 2]!]!,
        this.offsets[this.#rows[at + 3]! - 1]! + 1,
        settlements[this.#rows[at + 1]!]!,
      )
    }
    this.unanswered = 0
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2)
    rows.set(this.#rows)
    this.#rows = rows
  }

  /** First row from `start` on whose offset is `offset` or more. */
  #lowerBound(start: number, end: number, offset: number): number {
    // most answers cover a whole row
    if (start === end || this.offsets[start]! >= offset) return start
    if (this.offsets[end - 1]! < offset) return end
    let low = start
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.offsets[middle]! < offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
