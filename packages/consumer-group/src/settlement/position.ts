/**
 * The position of one slot: the end of the contiguous settled prefix of what was delivered, never past an unsettled record.
 *
 * Delivered stretches tile the offsets without holes: a stretch begins where the one before it ended, so gaps left by compaction, aborted transactions
 * and control records belong to the record that follows them. Settling a stretch that continues the prefix allocates nothing.
 */
export class Position {
  #settledTo: number
  #deliveredTo: number
  #unsettled = 0
  #settledRecords = 0
  /** Settled stretches beyond the prefix, ascending and disjoint: from, to, from, to, … */
  readonly #ahead: number[] = []

  /** @param start next offset that will be delivered */
  constructor(start: number) {
    this.#settledTo = start
    this.#deliveredTo = start
  }

  /** Next offset that would be delivered after a restart. */
  get value(): number {
    return this.#settledTo
  }

  /** End of what was delivered: nothing below it is delivered again under this slot. */
  get deliveredTo(): number {
    return this.#deliveredTo
  }

  /** Records that were delivered and not settled. */
  get unsettled(): number {
    return this.#unsettled
  }

  /** Records that were settled, those beyond the prefix included. */
  get settledRecords(): number {
    return this.#settledRecords
  }

  /** Whether everything that was delivered is settled. */
  get isSettled(): boolean {
    return this.#settledTo === this.#deliveredTo
  }

  /**
   * Records up to `to` (exclusive offset) were delivered.
   *
   * @returns where their stretch begins
   */
  deliver(to: number, records: number): number {
    const from = this.#deliveredTo
    if (to <= from) throw new Error(`assertion: delivered up to ${to} after ${from}`)
    this.#deliveredTo = to
    this.#unsettled += records
    return from
  }

  /** Offsets up to `to` (exclusive) hold nothing that will be delivered: the position passes them once all before them is settled. */
  skip(to: number): void {
    const from = this.#deliveredTo
    if (to <= from) return
    this.#deliveredTo = to
    this.#settle(from, to)
  }

  /** Settles the stretch `from` (inclusive) to `to` (exclusive), which was delivered and holds `records` records. */
  settle(from: number, to: number, records: number): void {
    if (to > this.#deliveredTo) throw new Error(`assertion: settled up to ${to}, delivered up to ${this.#deliveredTo}`)
    this.#settle(from, to)
    this.#unsettled -= records
    this.#settledRecords += records
  }

  #settle(from: number, to: number): void {
    if (from === this.#settledTo) {
      this.#settledTo = to
      if (this.#ahead.length > 0) this.#absorb()
      return
    }
    if (from < this.#settledTo || to <= from) throw new Error(`assertion: ${from} to ${to} settled twice, position ${this.#settledTo}`)
    this.#insert(from, to)
  }

  #absorb(): void {
    const ahead = this.#ahead
    if (ahead[0]! < this.#settledTo) throw new Error(`assertion: ${ahead[0]} settled twice, position ${this.#settledTo}`)
    // neighbours are merged on insertion, so at most one stretch continues the prefix
    if (ahead[0] === this.#settledTo) {
      this.#settledTo = ahead[1]!
      ahead.splice(0, 2)
    }
  }

  #insert(from: number, to: number): void {
    const ahead = this.#ahead
    let low = 0
    let high = ahead.length / 2
    while (low < high) {
      const middle = (low + high) >>> 1
      if (ahead[2 * middle]! < from) low = middle + 1
      else high = middle
    }
    const at = 2 * low
    if ((at > 0 && ahead[at - 1]! > from) || (at < ahead.length && ahead[at]! < to))
      throw new Error(`assertion: ${from} to ${to} settled twice`)
    const joinsBefore = at > 0 && ahead[at - 1] === from
    const joinsAfter = at < ahead.length && ahead[at] === to
    if (joinsBefore && joinsAfter) ahead.splice(at - 1, 2)
    else if (joinsBefore) ahead[at - 1] = to
    else if (joinsAfter) ahead[at] = from
    else ahead.splice(at, 0, from, to)
  }
}
