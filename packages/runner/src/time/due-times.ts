import { type Cancel, type Clock } from '@samsa/contracts'

/** Something that is due at a time. Made by `DueTimes.add`. */
export interface DueEntry {
  readonly atMs: number
  readonly run: () => void
  /** Those of the same time run in the order in which they were added. */
  readonly serial: number
  /** Place in the heap; -1 once it ran or was taken back. */
  index: number
}

/** Everything a session waits for, as one heap with one timer on the injected clock. */
export class DueTimes {
  readonly #clock: Clock
  readonly #heap: DueEntry[] = []
  #serial = 0
  #cancel: Cancel | null = null
  #armedForMs = Infinity

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How many entries wait. */
  get size(): number {
    return this.#heap.length
  }

  /** Runs `run` once when the clock has reached `atMs`, a finite time: another one in the heap would keep all from running. */
  add(atMs: number, run: () => void): DueEntry {
    if (!Number.isFinite(atMs)) throw new Error(`assertion: nothing is due at ${atMs}`)
    const entry: DueEntry = { atMs, run, serial: this.#serial++, index: this.#heap.length }
    this.#heap.push(entry)
    this.#rise(entry)
    this.#arm()
    return entry
  }

  /** Takes an entry back; one that ran already, or was taken back, is left alone. */
  remove(entry: DueEntry): void {
    if (entry.index < 0) return
    this.#take(entry)
    if (this.#heap.length === 0) this.#disarm()
  }

  /** Takes everything back. */
  clear(): void {
    for (const entry of this.#heap) entry.index = -1
    this.#heap.length = 0
    this.#disarm()
  }

  #runDue(): void {
    this.#cancel = null
    this.#armedForMs = Infinity
    const nowMs = this.#clock.now()
    try {
      for (let first = this.#heap[0]; first !== undefined && first.atMs <= nowMs; first = this.#heap[0]) {
        this.#take(first)
        first.run()
      }
    } finally {
      this.#arm()
    }
  }

  #arm(): void {
    const first = this.#heap[0]
    // a timer that is too early finds nothing due and arms again: cheaper than moving it at every removal
    if (first === undefined || this.#armedForMs <= first.atMs) return
    this.#disarm()
    this.#armedForMs = first.atMs
    this.#cancel = this.#clock.at(first.atMs, () => this.#runDue())
  }

  #disarm(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#armedForMs = Infinity
  }

  #take(entry: DueEntry): void {
    const last = this.#heap.pop() as DueEntry
    if (last !== entry) {
      this.#place(last, entry.index)
      this.#rise(last)
      this.#sink(last)
    }
    entry.index = -1
  }

  #rise(entry: DueEntry): void {
    while (entry.index > 0) {
      const parent = this.#heap[(entry.index - 1) >> 1] as DueEntry
      if (!isBefore(entry, parent)) return
      this.#swap(entry, parent)
    }
  }

  #sink(entry: DueEntry): void {
    for (;;) {
      const left = this.#heap[2 * entry.index + 1]
      const right = this.#heap[2 * entry.index + 2]
      if (left === undefined) return
      const child = right !== undefined && isBefore(right, left) ? right : left
      if (!isBefore(child, entry)) return
      this.#swap(entry, child)
    }
  }

  #swap(one: DueEntry, other: DueEntry): void {
    const index = one.index
    this.#place(one, other.index)
    this.#place(other, index)
  }

  #place(entry: DueEntry, index: number): void {
    entry.index = index
    this.#heap[index] = entry
  }
}

const isBefore = (one: DueEntry, other: DueEntry): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.serial < other.serial)
