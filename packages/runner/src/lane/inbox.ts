import type { RecordColumns } from '@samsa/contracts'

/** Neighbouring records of one partition in one poll. */
export interface Run {
  readonly columns: RecordColumns
  /** First record, inclusive. */
  readonly start: number
  /** Last record, exclusive. */
  readonly end: number
}

/** Records of a lane that were taken and not started: first in, first out. Keeps count of records and of the bytes they keep alive. */
export class Inbox {
  #runs: Run[] = []
  #head = 0
  #records = 0
  #bytes = 0

  /** Records that wait. */
  get records(): number {
    return this.#records
  }

  /** Bytes that they keep alive, as their share of the polls they came in. */
  get bytes(): number {
    return this.#bytes
  }

  push(run: Run): void {
    this.#runs.push(run)
    this.#records += run.end - run.start
    this.#bytes += bytesOf(run)
  }

  /** Takes the next run, at most `limit` records of it; `undefined` where none waits. */
  shift(limit = Infinity): Run | undefined {
    const run = this.#runs[this.#head]
    if (run === undefined) return undefined
    const taken = run.end - run.start <= limit ? run : { ...run, end: run.start + limit }
    if (taken === run) this.#forgetHead()
    else this.#runs[this.#head] = { ...run, start: taken.end }
    this.#records -= taken.end - taken.start
    this.#bytes -= bytesOf(taken)
    return taken
  }

  clear(): void {
    this.#runs = []
    this.#head = 0
    this.#records = 0
    this.#bytes = 0
  }

  #forgetHead(): void {
    this.#head++
    if (this.#head < this.#runs.length) return
    this.#runs = []
    this.#head = 0
  }
}

function bytesOf({ columns, start, end }: Run): number {
  return (columns.bytes.byteLength * (end - start)) / columns.length
}
