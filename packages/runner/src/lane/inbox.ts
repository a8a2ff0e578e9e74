import { runWidth, type RecordColumns } from '@samsa/contracts'

/** Neighbouring records of one partition in one poll. */
export interface Run {
  readonly columns: RecordColumns
  /** First record, inclusive. */
  readonly start: number
  /** Last record, exclusive. */
  readonly end: number
}

/** A run that waits, and the bytes that it answers for. */
interface Waiting {
  run: Run
  bytes: number
}

/** Records of a lane that were taken and not started: first in, first out. Keeps count of records and of the bytes they keep alive. */
export class Inbox {
  #runs: Waiting[] = []
  #head = 0
  #records = 0
  #bytes = 0

  /** Records that wait. */
  get records(): number {
    return this.#records
  }

  /**
   * Bytes that they keep alive. One record keeps its whole poll: a lane that waits while others go on answers for as much of each poll as every partition in it, at least,
   * so that few records out of many polls fill no memory.
   */
  get bytes(): number {
    return this.#bytes
  }

  push(run: Run): void {
    const bytes = bytesOf(run)
    this.#runs.push({ run, bytes })
    this.#records += run.end - run.start
    this.#bytes += bytes
  }

  /** Takes the next run, at most `limit` records of it; `undefined` where none waits. */
  shift(limit = Infinity): Run | undefined {
    const head = this.#runs[this.#head]
    if (head === undefined) return undefined
    const { run, bytes } = head
    const count = run.end - run.start
    const taken = count <= limit ? run : { ...run, end: run.start + limit }
    const freed = taken === run ? bytes : (bytes * limit) / count
    if (taken === run) this.#forgetHead()
    else {
      head.run = { ...run, start: taken.end }
      head.bytes -= freed
    }
    this.#records -= taken.end - taken.start
    this.#bytes -= freed
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
  const { bytes, length, runs } = columns
  return bytes.byteLength * Math.max((end - start) / length, runWidth / runs.length)
}
