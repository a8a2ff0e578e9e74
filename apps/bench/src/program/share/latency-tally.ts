import type { LatencyJob, LatencyReport } from './latency-job.js'

/** Takes the times of records: sent, handled, settled, answered. All on one clock, in one process. */
export class LatencyTally {
  #handled = 0
  #answered = 0
  #onAnswer: (() => void) | undefined
  readonly #warmUp: number
  readonly #toHandlerMs: number[] = []
  readonly #toAnswerMs: number[] = []
  readonly #settledAt = new Map<string, number>()

  constructor({ warmUpRecords }: LatencyJob) {
    this.#warmUp = warmUpRecords
  }

  get handled(): number {
    return this.#handled
  }

  /** Records with both times. */
  get answered(): number {
    return this.#answered
  }

  /** Fulfilled at the next answer. */
  nextAnswer(): Promise<void> {
    return new Promise((resolve) => {
      this.#onAnswer = resolve
    })
  }

  /** What a record sent now carries. */
  static stamp(): Buffer {
    const value = Buffer.alloc(8)
    value.writeDoubleLE(performance.now())
    return value
  }

  /** The handler was called with a record that carries this. */
  handle(stamp: Uint8Array): void {
    const ms = performance.now() - Buffer.from(stamp.buffer, stamp.byteOffset, stamp.byteLength).readDoubleLE()
    this.#handled += 1
    if (this.#handled > this.#warmUp) this.#toHandlerMs.push(ms)
  }

  settle(partition: number, offset: number): void {
    this.#settledAt.set(`${partition}/${offset}`, performance.now())
  }

  /** The broker has answered for the offsets `from` to `to` (exclusive). */
  answer(partition: number, from: number, to: number): void {
    for (let offset = from; offset < to; offset++) {
      const key = `${partition}/${offset}`
      const settledAt = this.#settledAt.get(key)
      if (settledAt === undefined) throw new Error(`An answer for ${key}, which was not settled.`)
      this.#settledAt.delete(key)
      this.#answered += 1
      if (this.#answered > this.#warmUp) this.#toAnswerMs.push(performance.now() - settledAt)
    }
    this.#onAnswer?.()
  }

  report(troubles: readonly string[]): LatencyReport {
    return { toHandlerMs: this.#toHandlerMs, toAnswerMs: this.#toAnswerMs, troubles }
  }
}
