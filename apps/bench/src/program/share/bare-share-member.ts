import { Errno, ShareConsumer, type ShareBatch } from '@samsa/librdkafka'

import { bareShareSettings } from './bare-share-settings.js'

const safetyPollMs = 1000
const closeLimitMs = 5000
const accept = 1
const rowWidth = 4

/** What is done with a batch; `settle` follows for each of its records, in any order, by ranges of rows. */
export type HandleBatch = (batch: ShareBatch, member: BareShareMember) => void

/**
 * The least that a share consumer needs over the binding: one batch in hand; what is done is acknowledged and committed once per turn of the
 * event loop, and when all of the batch is, the next one is polled. Locks, limits and failures are nobody's care here.
 */
export class BareShareMember {
  readonly #consumer: ShareConsumer
  readonly #onBatch: HandleBatch
  readonly #onAnswer: (partitionId: number, from: number, to: number) => void
  readonly #timer: NodeJS.Timeout
  #rows = new Int32Array(rowWidth * 64)
  #rowCount = 0
  #scheduled = false
  #batch: ShareBatch | null = null
  #unsettled = 0
  #unanswered = 0
  #closed: (() => void) | undefined
  #stopping = false
  readonly #troubles: string[] = []

  constructor(
    place: { readonly bootstrap: string; readonly groupId: string; readonly topic: string; readonly pollRecords: number },
    onBatch: HandleBatch,
    onAnswer: (partitionId: number, from: number, to: number) => void = () => {},
  ) {
    this.#onBatch = onBatch
    this.#onAnswer = onAnswer
    this.#consumer = new ShareConsumer(bareShareSettings(place.bootstrap, place.groupId, place.pollRecords), () => this.#wake())
    this.#consumer.subscribe([place.topic])
    this.#poll()
    this.#timer = setInterval(() => this.#poll(), safetyPollMs)
  }

  /** The number of a partition as `runs` of a batch names it. */
  partitionOf(id: number): number {
    return this.#consumer.partition(id).partition
  }

  /** Whether the coordinator has taken the member in. */
  get joined(): boolean {
    return this.#consumer.memberEpoch() > 0
  }

  /** Says that these rows of the batch in hand are handled, all in one run of it. Sent at the end of the turn. */
  settle(partitionId: number, start: number, end: number): void {
    const last = rowWidth * (this.#rowCount - 1)
    this.#unsettled -= end - start
    if (this.#rowCount > 0 && this.#rows[last] === partitionId && this.#rows[last + 3] === start) this.#rows[last + 3] = end
    else this.#push(partitionId, start, end)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#flush())
  }

  /** Waits for the answers to everything settled, leaves and lets go. @returns what must not have happened */
  async stop(): Promise<readonly string[]> {
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#within('answers', (done) => {
      const check = setInterval(() => {
        this.#wake()
        if (this.#unanswered > 0 || this.#rowCount > 0) return
        clearInterval(check)
        done()
      }, 5)
    })
    await this.#within('close', (done) => {
      this.#closed = done
      this.#consumer.close()
    })
    await this.#consumer.destroy()
    return this.#troubles
  }

  #push(partitionId: number, start: number, end: number): void {
    if (rowWidth * this.#rowCount === this.#rows.length) {
      const larger = new Int32Array(2 * this.#rows.length)
      larger.set(this.#rows)
      this.#rows = larger
    }
    const row = rowWidth * this.#rowCount++
    this.#rows[row] = partitionId
    this.#rows[row + 1] = accept
    this.#rows[row + 2] = start
    this.#rows[row + 3] = end
  }

  #flush(): void {
    this.#scheduled = false
    const refused = this.#consumer.acknowledge(this.#rows, this.#rowCount, this.#batch!.offsets)
    if (refused > 0) this.#troubles.push(`${refused} acknowledgements refused`)
    this.#unanswered += sumOfRows(this.#rows, this.#rowCount)
    this.#rowCount = 0
    this.#consumer.commit()
    if (this.#unsettled === 0) this.#batch = null
    this.#poll()
  }

  #poll(): void {
    if (this.#batch !== null || this.#stopping) return
    const batch = this.#consumer.poll()
    if (this.#consumer.pendingEvents) this.#serve()
    if (batch === null) return
    if (batch.broken.length > 0) throw new Error(`${batch.broken.length} broken records`)
    this.#batch = batch
    this.#unsettled = batch.length
    this.#onBatch(batch, this)
  }

  #wake(): void {
    this.#serve()
    if (this.#consumer.hasData) this.#poll()
  }

  #serve(): void {
    for (let events = this.#consumer.serve(); events !== null; events = this.#consumer.serve()) {
      for (const event of events) {
        if (event.type === 'closed') this.#closed?.()
        else if (event.type === 'error' || event.type === 'consumer-error') this.#troubles.push(`${event.name}: ${event.text}`)
      }
    }
    this.#takeResults()
  }

  #takeResults(): void {
    const results = this.#consumer.results()
    if (results === null) return
    for (let row = 0; row < results.length; row += rowWidth) {
      const [id, errno, from, to] = [results[row]!, results[row + 1]!, results[row + 2]!, results[row + 3]!]
      this.#unanswered -= to - from
      if (errno !== Errno.NO_ERROR) this.#troubles.push(`${to - from} acknowledgements answered ${errno}`)
      this.#onAnswer(id, from, to)
    }
  }

  async #within(what: string, begin: (done: () => void) => void): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#troubles.push(`no ${what} within ${closeLimitMs} ms`)
        resolve()
      }, closeLimitMs)
    })
    await Promise.race([new Promise<void>(begin), late])
    clearTimeout(timer)
  }
}

function sumOfRows(rows: Int32Array, rowCount: number): number {
  let total = 0
  for (let row = 0; row < rowWidth * rowCount; row += rowWidth) total += rows[row + 3]! - rows[row + 2]!
  return total
}
